package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.dataset.DataSource;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.StepSetup;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.plan.Job;
import dev.tuneplan.plan.Workload;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.stack.StackProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks up every name of a spec, and gathers the faults that need the catalogues. */
final class JobFactory {
  /**
   * Bytes for each logit under Liger's loss, and where all copies are whole (docs/estimator.md).
   */
  private static final double LIGER = 1;

  private static final double WHOLE = 12;

  private final Home home;
  private final Problems problems;
  private final DataCounting counting;

  /** Adds its faults to those that reading the spec found. */
  JobFactory(Home home, Problems problems, DataCounting counting) {
    this.home = home;
    this.problems = problems;
    this.counting = counting;
  }

  /**
   * A job and the data that was counted for it.
   *
   * @param data empty when the spec says the size of the data itself
   */
  record Made(Job job, Optional<TokensView> data) {}

  /** The size of a spec's data. */
  private record Sized(Workload work, Optional<TokensView> data) {}

  private <T> @Nullable T look(Supplier<T> lookup) {
    try {
      return lookup.get();
    } catch (InvalidInput e) {
      e.problems().forEach(p -> problems.add(p.place(), p.subject(), p.rule()));
      return null;
    }
  }

  /** The job of a spec; stops with every fault of the spec and of its names. */
  Made job(RunSpec spec) {
    ModelShape model =
        spec.model().isEmpty()
            ? null
            : look(() -> home.models().find(spec.model(), spec.places().model()));
    StackProfile stack = look(() -> home.stacks().find(spec.trainer(), spec.places().trainer()));
    var catalogue = home.gpus();
    List<GpuProfile> gpus = new ArrayList<>();
    List<String> names =
        spec.hardware().gpus().isEmpty() ? catalogue.ids() : spec.hardware().gpus();
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
    if (stack != null) {
      stack = stated(stack, spec.training());
    }
    Method method = method(spec);
    if (model != null) {
      check(spec, model, method);
    }
    files(spec).ifPresent(f -> look(() -> DataSource.of(f.train())));
    problems.throwIfAny();
    if (model == null || stack == null) {
      throw new IllegalStateException("a name was not found and no fault was noted");
    }
    Sized sized = sized(spec);
    RunSpec.TrainingSpec t = spec.training();
    Job job =
        new Job(
            model,
            method,
            stack,
            gpus,
            spec.hardware().minGpus(),
            spec.hardware().maxGpus(),
            spec.hardware().maxNodes(),
            sized.work(),
            t.globalBatch(),
            t.microBatch(),
            checkpointing(t),
            parallelism(t),
            Optimizer.named(t.optimizer()).orElse(Optimizer.ADAMW_TORCH),
            t.offloadOptimizer(),
            t.offloadParameters(),
            spec.budget().usd(),
            spec.budget().hours());
    return new Made(job, sized.data());
  }

  /**
   * The one step that a spec describes, for a model that need not be known; stops with every fault.
   *
   * @param model its shape, where tuneplan knows it
   */
  StepSetup step(RunSpec spec, Optional<ModelShape> model) {
    StackProfile stack = look(() -> home.stacks().find(spec.trainer(), spec.places().trainer()));
    Method method = method(spec);
    model.ifPresent(m -> check(spec, m, method));
    files(spec).ifPresent(f -> look(() -> DataSource.of(f.train())));
    problems.throwIfAny();
    if (stack == null) {
      throw new IllegalStateException("a name was not found and no fault was noted");
    }
    RunSpec.TrainingSpec t = spec.training();
    int n = spec.hardware().maxGpus();
    int micro = t.microBatch().orElse(1);
    return new StepSetup(
        method,
        stated(stack, t),
        n,
        n == 1 ? Parallelism.DDP : parallelism(t).orElse(Parallelism.FSDP),
        micro,
        sized(spec).work().longest(),
        Math.max(1, t.globalBatch() / (micro * n)),
        checkpointing(t).orElse(Checkpointing.FULL),
        Optimizer.named(t.optimizer()).orElse(Optimizer.ADAMW_TORCH),
        t.offloadOptimizer(),
        t.offloadParameters());
  }

  /** The stack with what the run states of itself, as for measured runs (accuracy.Wording). */
  private static StackProfile stated(StackProfile profile, RunSpec.TrainingSpec t) {
    StackProfile stack = t.precision().equals("fp8") ? profile.withFp8(true) : profile;
    RunSpec.Stated stated = t.stated();
    if (stated.attention().isPresent()) {
      String word = stated.attention().get().toUpperCase(Locale.ROOT);
      stack = stack.withAttention(StackProfile.Attention.valueOf(word));
    }
    if (stated.fusedLoss().isPresent()) {
      boolean fused = stated.fusedLoss().get();
      double bytes = stack.logitBytes();
      stack = stack.withLogitBytes(fused ? Math.min(bytes, LIGER) : Math.max(bytes, WHOLE));
    }
    if (stated.weights().isPresent()) {
      stack =
          stack.withPrecision(stated.weights().get().equals("fp32") ? 4 : 2, stack.residualBytes());
    }
    return stack;
  }

  private static Optional<Checkpointing> checkpointing(RunSpec.TrainingSpec t) {
    return t.checkpointing().map(c -> Checkpointing.valueOf(c.toUpperCase(Locale.ROOT)));
  }

  private static Optional<Parallelism> parallelism(RunSpec.TrainingSpec t) {
    return t.parallelism().map(p -> Parallelism.valueOf(p.toUpperCase(Locale.ROOT)));
  }

  /** The files that are to be counted: those of a spec that does not say the size of its data. */
  private static Optional<RunSpec.DataFiles> files(RunSpec spec) {
    return spec.data().lengths().isEmpty() ? spec.data().files() : Optional.empty();
  }

  private Sized sized(RunSpec spec) {
    Optional<RunSpec.DataFiles> files = files(spec);
    if (files.isEmpty()) {
      return new Sized(stated(spec), Optional.empty());
    }
    TokensView view = CountedWork.view(spec, files.get(), counting);
    return new Sized(CountedWork.of(view, files.get()), Optional.of(view));
  }

  private static Workload stated(RunSpec spec) {
    RunSpec.TrainingSpec t = spec.training();
    List<Workload.Bin> bins =
        spec.data().lengths().stream()
            .map(l -> new Workload.Bin(l.examples(), l.tokens()))
            .toList();
    // packed examples fill sequences whatever their lengths; padded ones are as long as the longest
    if (spec.data().meanOnly() && !t.packing()) {
      bins = Workload.around(bins.getFirst().examples(), bins.getFirst().tokens());
    }
    return new Workload(bins, t.epochs(), t.sequenceLength(), t.packing());
  }

  private void fault(Place place, String subject, String rule) {
    problems.add(place, subject, rule);
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
