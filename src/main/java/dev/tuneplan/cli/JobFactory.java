package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.plan.Job;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.stack.StackProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks up every name of a spec, and gathers the faults that need the catalogues. */
final class JobFactory {
  private final Home home;
  private final List<dev.tuneplan.base.Problem> found = new ArrayList<>();

  JobFactory(Home home) {
    this.home = home;
  }

  private <T> @Nullable T look(Supplier<T> lookup) {
    try {
      return lookup.get();
    } catch (InvalidInput e) {
      found.addAll(e.problems());
      return null;
    }
  }

  Job job(RunSpec spec) {
    ModelShape model = look(() -> home.models().find(spec.model(), spec.places().model()));
    StackProfile stack = look(() -> home.stacks().find(spec.trainer(), spec.places().trainer()));
    var catalogue = home.gpus();
    List<GpuProfile> gpus = new ArrayList<>();
    List<String> names = spec.hardware().gpus().isEmpty() ? catalogue.ids() : spec.hardware().gpus();
    for (String id : names) {
      GpuProfile gpu = look(() -> catalogue.find(id, spec.places().gpus()));
      if (gpu != null) {
        if (!gpu.bf16() && spec.training().precision().equals("bf16")) {
          if (!spec.hardware().gpus().isEmpty()) {
            fault(
                spec.places().gpus(),
                id,
                "cannot compute in bf16; set training.precision: fp16 or choose another GPU");
          }
        } else {
          gpus.add(gpu);
        }
      }
    }
    Method method = method(spec);
    if (model != null) {
      check(spec, model, method);
    }
    if (!found.isEmpty() || model == null || stack == null) {
      throw new InvalidInput(found);
    }
    RunSpec.TrainingSpec t = spec.training();
    double per = spec.data().tokensPerExample();
    double tokens =
        t.epochs()
            * spec.data().examples()
            * (t.packing() ? Math.min(per, t.sequenceLength()) / 0.97 : Math.min(per * 1.3, t.sequenceLength()));
    return new Job(
        model,
        method,
        stack,
        gpus,
        spec.hardware().minGpus(),
        spec.hardware().maxGpus(),
        spec.hardware().maxNodes(),
        t.sequenceLength(),
        tokens,
        t.globalBatch(),
        t.microBatch(),
        t.checkpointing().map(c -> Checkpointing.valueOf(c.toUpperCase(Locale.ROOT))),
        t.parallelism().map(p -> Parallelism.valueOf(p.toUpperCase(Locale.ROOT))),
        Optimizer.named(t.optimizer()).orElse(Optimizer.ADAMW_TORCH),
        t.offloadOptimizer(),
        t.offloadParameters(),
        spec.budget().usd(),
        spec.budget().hours());
  }

  private void fault(Place place, String subject, String rule) {
    found.add(new dev.tuneplan.base.Problem(place, subject, rule));
  }

  private void check(RunSpec spec, ModelShape model, Method method) {
    if (!method.full() && method.rank() > model.hidden()) {
      fault(
          spec.places().rank(),
          "method.rank",
          "must not be above the model's hidden size "
              + model.hidden()
              + " (was "
              + method.rank()
              + ")");
    }
    if (spec.training().sequenceLength() > model.maxPositions()) {
      fault(
          spec.places().sequence(),
          "training.sequenceLength",
          "must not be above the model's maximum "
              + model.maxPositions()
              + " (was "
              + spec.training().sequenceLength()
              + ")");
    }
    if (!method.full()) {
      for (String name : method.targets().unknownIn(model)) {
        fault(
            spec.places().targets(),
            name,
            "is no module of "
                + model.id()
                + "; known: "
                + String.join(", ", LoraTargets.modules(model)));
      }
    }
  }

  static Method method(RunSpec spec) {
    RunSpec.MethodSpec m = spec.method();
    return new Method(
        Method.Type.valueOf(m.type().toUpperCase(Locale.ROOT)),
        m.rank(),
        LoraTargets.parse(m.targets()),
        m.dora(),
        m.dropout(),
        m.modulesToSave(),
        weights(m.quantization()));
  }

  static Method.Weights weights(String quantization) {
    return switch (quantization) {
      case "nf4" -> Method.Weights.NF4;
      case "nf4-dq" -> Method.Weights.NF4_DQ;
      case "gptq4" -> Method.Weights.GPTQ4;
      case "int8" -> Method.Weights.INT8;
      default -> Method.Weights.BF16;
    };
  }
}
