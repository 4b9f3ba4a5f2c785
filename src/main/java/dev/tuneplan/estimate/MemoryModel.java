package dev.tuneplan.estimate;

import dev.tuneplan.base.Range;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.trace.StepTrace;
import dev.tuneplan.trace.TracedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Peak memory of one GPU: the highest instant of a traced step, with what sharding, offloading and
 * the stack change about it. Sources: docs/estimator.md.
 */
final class MemoryModel {
  private static final double GIB = 1L << 30;
  private static final String STEP = "optimizer step";

  private final Setup s;
  private final ModelShape m;
  private final StepTrace trace;
  private final Shards shards;

  private MemoryModel(Setup s, Tracing tracing) {
    this.s = s;
    this.m = s.model();
    this.trace = tracing.of(s, s.checkpointing() != Checkpointing.NONE);
    this.shards = new Shards(s, tracing.sizes(s));
  }

  static Memory of(Setup s, Tracing tracing, Optional<TracedStep> traced) {
    MemoryModel model = new MemoryModel(s, tracing);
    return traced.map(model::traced).orElseGet(() -> model.memory(tracing));
  }

  /** An instant with everything that is alive in it. */
  private record Peak(String name, List<MemoryTerm> terms) {
    double bytes() {
      double sum = 0;
      for (MemoryTerm t : terms) {
        sum += t.bytes();
      }
      return sum;
    }
  }

  private Memory memory(Tracing tracing) {
    double keptShare = keptShare(tracing);
    StepTrace.Instant highest = trace.instants().getFirst();
    double most = -1;
    for (StepTrace.Instant i : trace.instants()) {
      double bytes = moving(i, keptShare);
      if (bytes > most) {
        most = bytes;
        highest = i;
      }
    }
    Peak peak = new Peak(highest.name(), terms(highest, keptShare));
    double known = shards.weights() + shards.adapters() + shards.states();
    return judged(peak, peak.name().equals(STEP) ? known + shards.gradients() : known);
  }

  /** The highest instant as the real libraries had it. */
  private Memory traced(TracedStep step) {
    boolean atStep = step.peakPhase() == StepTrace.Phase.STEP;
    List<MemoryTerm> terms =
        step.alive().stream()
            .filter(p -> p.bytes() > 0)
            .map(p -> new MemoryTerm(name(p.name()), p.bytes(), "traced", "tuneplan trace"))
            .toList();
    double known = step.alive("weights") + step.alive("trained") + step.alive("states");
    return judged(
        new Peak(atStep ? STEP : step.peakPhase().name().toLowerCase(Locale.ROOT) + " pass", terms),
        atStep ? known + step.alive("gradients") : known);
  }

  private static String name(String kind) {
    return switch (kind) {
      case "trained" -> "trained weights";
      case "states" -> "optimizer states";
      default -> kind;
    };
  }

  /** Bytes of an instant above weights, adapters and states, which are there in all of them. */
  private double moving(StepTrace.Instant i, double keptShare) {
    if (i.phase() == StepTrace.Phase.STEP) {
      return shards.gradients() + shards.copies();
    }
    return gradients(i)
        + i.kept() * keptShare
        + working(i)
        + shards.gathered()
        + (i.phase() == StepTrace.Phase.BACKWARD ? shards.buckets() : 0);
  }

  private double working(StepTrace.Instant i) {
    return i.name().equals("loss")
        ? i.working() + olderLogits()
        : i.working() + shards.inputGradients();
  }

  /** Gradients before the optimizer steps: those of earlier micro-steps too. */
  private double gradients(StepTrace.Instant i) {
    if (i.phase() == StepTrace.Phase.STEP) {
      return shards.gradients();
    }
    if (s.accumulation() > 1) {
      return shards.accumulated();
    }
    boolean away = s.offloadOptimizer() && s.method().full();
    return s.mixesUnits() || away ? shards.gradients() : i.gradients() * shards.gradientScale();
  }

  /** What layers keep, as a share of what they keep in the trace. */
  private double keptShare(Tracing tracing) {
    return switch (s.checkpointing()) {
      case NONE, FULL -> 1;
      case OFFLOAD -> 0;
      case SELECTIVE -> {
        double all = kept(tracing.of(s, false));
        double few = kept(trace);
        yield few <= 0 ? 1 : (all + few) / (2 * few);
      }
    };
  }

  private static double kept(StepTrace trace) {
    double most = 0;
    for (StepTrace.Instant i : trace.instants()) {
      most = Math.max(most, i.kept());
    }
    return most;
  }

  private List<MemoryTerm> terms(StepTrace.Instant i, double keptShare) {
    List<MemoryTerm> terms = new ArrayList<>(10);
    boolean step = i.phase() == StepTrace.Phase.STEP;
    boolean backward = i.phase() == StepTrace.Phase.BACKWARD;
    add(terms, "weights", shards.weights(), "storage bytes x weights / shards", "§weights");
    add(terms, "trained weights", shards.adapters(), "adapter bytes x trainable", "§weights");
    add(terms, "optimizer states", shards.states(), "by optimizer / shards", "§optimizer");
    add(terms, "gradients", gradients(i), "bytes x trainable / shards", "§gradients");
    if (step) {
      add(terms, "optimizer temporaries", shards.copies(), "one copy of the shard", "§foreach");
      return terms;
    }
    add(terms, "saved activations", i.kept() * keptShare, "what layers save", "§activations");
    boolean loss = i.name().equals("loss");
    add(
        terms,
        loss ? "logits and loss" : "working tensors",
        working(i),
        "traced operators",
        loss ? "§loss" : "§activations");
    add(terms, "gathered weights", shards.gathered(), "two layers and the root unit", "§sharding");
    if (backward) {
      add(terms, "communication buckets", shards.buckets(), "by scheme", "§sharding");
    }
    return terms;
  }

  private static void add(
      List<MemoryTerm> terms, String name, double bytes, String formula, String source) {
    if (bytes > 0) {
      terms.add(new MemoryTerm(name, bytes, formula, "docs/estimator.md " + source));
    }
  }

  /**
   * Logit copies of stacks that hold more of them than the traced loss, which has 12 bytes for each
   * logit when plain, and 4 when fused.
   */
  private double olderLogits() {
    double c = s.stack().logitBytes();
    double traced = c >= 10 ? 12 : c > 2 ? 4 : c;
    return (c - traced) * s.tokens() * m.vocab();
  }

  private Memory judged(Peak p, double exact) {
    double peak = p.bytes();
    double context =
        s.stack().costs().contextGiB() * GIB + (s.gpus() > 1 ? 1.0 * GIB : 0); // NCCL: 1 to 2 GiB
    double known = Math.min(peak, exact);
    double reserved = peak * s.stack().costs().reservedFactor();
    double device = reserved + context;
    double spread = s.stack().costs().memorySpread() * (m.experts() ? 1.5 : 1);
    // Weights are known exactly; only what moves has a multiplicative spread. A twentieth of the
    // whole covers slack and context.
    double sd = ((peak - known) * spread + 0.025 * peak) / Math.max(1, device);
    double usable = s.gpu().usableGiB() * GIB;
    double probability =
        known > usable ? 1 : StudentT.above4(Math.log(usable / device) / Math.max(1e-6, sd));
    return new Memory(
        peak,
        reserved,
        device,
        known,
        Range.around(device, sd),
        p.name(),
        p.terms(),
        shards.host(),
        probability > 0.9995 ? 1 : probability);
  }
}
