package dev.tuneplan.cli;

import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.estimate.Speed;
import dev.tuneplan.plan.Candidate;
import java.util.Locale;
import java.util.Map;

/** One configuration for machines. */
final class EstimateTree {
  private EstimateTree() {}

  static Map<String, Object> of(Candidate c) {
    Estimate e = c.estimate();
    Setup s = e.setup();
    Map<String, Object> hours = Text.range(c.hours());
    hours.put("tokens", c.tokens());
    return Tree.of(
        "model", Tree.of("id", s.model().id(), "parameters", s.model().parameters()),
        "trainable", Tree.of("parameters", s.trainable()),
        "basis", c.basis(),
        "setup",
            Tree.of(
                "method", s.method().type().name().toLowerCase(Locale.ROOT),
                "stack", s.stack().id(),
                "gpu", s.gpu().id(),
                "gpus", s.gpus(),
                "nodes", s.nodes(),
                "parallelism", s.parallelism().name().toLowerCase(Locale.ROOT),
                "microBatch", s.microBatch(),
                "sequenceLength", s.sequence(),
                "gradientAccumulation", s.accumulation(),
                "checkpointing", s.checkpointing().name().toLowerCase(Locale.ROOT),
                "optimizer", s.optimizer().key()),
        "memory", memory(e.memory(), s),
        "operators", operators(e.speed()),
        "speed", Text.range(e.speed().tokensPerSecondPerGpu()),
        "mfu", e.mfu(),
        "binds", e.speed().binds(),
        "hours", hours,
        "cost", cost(c));
  }

  private static Map<String, Object> memory(Memory m, Setup s) {
    return Tree.of(
        "allocatedGiB", m.allocatedBytes() / Text.GIB,
        "reservedGiB", m.reservedBytes() / Text.GIB,
        "nvidiaSmiGiB", m.deviceBytes() / Text.GIB,
        "p10GiB", m.device().p10() / Text.GIB,
        "p50GiB", m.device().p50() / Text.GIB,
        "p90GiB", m.device().p90() / Text.GIB,
        "usableGiB", s.gpu().usableGiB(),
        "hostGiB", m.hostBytes() / Text.GIB,
        "oomProbability", m.oomProbability(),
        "fit", m.fit().name().toLowerCase(Locale.ROOT),
        "phase", m.phase(),
        "terms",
            m.terms().stream()
                .map(t ->
                    Tree.of(
                        "name", t.name(),
                        "GiB", t.bytes() / Text.GIB,
                        "formula", t.formula(),
                        "source", t.source()))
                .toList());
  }

  private static Map<String, Object> operators(Speed speed) {
    return Tree.of(
        "flops", speed.flops(),
        "bytes", speed.bytes(),
        "count", speed.count(),
        "classes",
            speed.classes().stream()
                .map(c ->
                    Tree.of(
                        "name", c.name(),
                        "flops", c.flops(),
                        "bytes", c.bytes(),
                        "count", c.count(),
                        "seconds", c.seconds(),
                        "binds", c.binds()))
                .toList());
  }

  private static Map<String, Object> cost(Candidate c) {
    if (c.usd().isEmpty() || c.offer().isEmpty()) {
      return Tree.of(
          "p10", Output.None.NONE,
          "p50", Output.None.NONE,
          "p90", Output.None.NONE,
          "currency", "USD",
          "unpriced", "no offer for " + c.setup().gpu().id());
    }
    Range usd = c.usd().get();
    Map<String, Object> cost = Text.range(usd);
    cost.put("currency", "USD");
    cost.put("offer", PlanTree.offer(c.offer().get(), c.machines()));
    return cost;
  }
}
