package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.plan.Candidate;
import dev.tuneplan.plan.Plan;
import dev.tuneplan.pricing.Offer;
import dev.tuneplan.spec.RunSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A plan for machines, and as it is saved. */
final class PlanTree {
  private PlanTree() {}

  static Map<String, Object> of(Planning p, Home home) {
    Plan plan = p.plan();
    RunSpec spec = p.spec();
    return Tree.of(
        "apiVersion", "tuneplan/v1",
        "kind", "Plan",
        "name", spec.name(),
        "model", spec.model(),
        "tokens", plan.work().epochs() * plan.work().tokens(),
        "data", p.data().<Object>map(DataText::tree).orElse(Output.None.NONE),
        "considered", plan.considered(),
        "verdict", plan.verdict().toString(),
        "why", plan.why(),
        "remedies", plan.remedies(),
        "recommended", plan.recommended().<Object>map(PlanTree::candidate).orElse(Output.None.NONE),
        "launch", plan.recommended().<Object>map(c -> launch(p, home, c)).orElse(Output.None.NONE),
        "total", plan.recommended().map(c -> total(c, spec.experiments())).orElse(Output.None.NONE),
        "candidates", plan.ranked().stream().map(PlanTree::candidate).toList(),
        "pareto", plan.pareto().stream().map(PlanTree::candidate).toList(),
        "doesNotFit", plan.misfits().stream().map(PlanTree::misfit).toList(),
        "notIncluded",
            List.of(
                "queue",
                "provisioning",
                "image pull",
                "evaluation",
                "storage",
                "network traffic",
                "people's time"),
        "defaults", spec.defaults(),
        "spec", Leaves.plain(p.tree()));
  }

  /** What a launch of the recommended candidate needs and cannot look up again. */
  private static Object launch(Planning p, Home home, Candidate c) {
    Setup s = c.setup();
    return Tree.of(
        "steps", LaunchSteps.of(p, s),
        "productLabels", s.gpu().productLabels(),
        "targets", LaunchSteps.targets(s),
        "attention", s.stack().attention().name().toLowerCase(Locale.ROOT),
        "profiles", profiles(home, s));
  }

  /** What the estimate rests on, with its fitted constants. */
  private static Object profiles(Home home, Setup s) {
    Map<String, Object> versions = new LinkedHashMap<>();
    String gpu = s.gpu().id();
    versions.put("gpu", gpu + "@" + home.gpus().version(gpu, Place.of(gpu)));
    home.stacks()
        .version(s.stack())
        .ifPresent(v -> versions.put("stack", s.stack().id() + "@" + v));
    return versions;
  }

  private static Object total(Candidate c, int experiments) {
    return Tree.of(
        "experiments", experiments,
        "usd", usd(c.usd().map(u -> u.times(experiments))),
        "hours", Text.range(c.hours().times(experiments)));
  }

  private static Object usd(Optional<dev.tuneplan.base.Range> usd) {
    return usd.<Object>map(Text::range).orElse("unpriced");
  }

  private static Object misfit(Plan.Misfit m) {
    return Tree.of("nearest", setup(m.nearest()), "changes", m.changes());
  }

  static Map<String, Object> candidate(Candidate c) {
    Map<String, Object> t = setup(c.estimate());
    t.put("tokens", c.tokens());
    t.put("hours", Text.range(c.hours()));
    t.put("usd", usd(c.usd()));
    t.put("basis", c.basis());
    t.put("setupHours", c.timing().setupHours());
    t.put("memoryStaticGiB", c.estimate().memory().staticBytes() / Text.GIB);
    t.put("usableGiB", c.setup().gpu().usableGiB());
    Map<String, Object> learned = LearnedTree.of(c);
    if (!learned.isEmpty()) {
      t.put("learned", learned);
    }
    t.put("offer", c.offer().<Object>map(o -> offer(o, c.machines())).orElse("unpriced"));
    return t;
  }

  private static Map<String, Object> setup(Estimate e) {
    Setup s = e.setup();
    return Tree.of(
        "gpu", s.gpu().id(),
        "gpus", s.gpus(),
        "nodes", s.nodes(),
        "parallelism", s.parallelism().name().toLowerCase(Locale.ROOT),
        "microBatch", s.microBatch(),
        "gradientAccumulation", s.accumulation(),
        "checkpointing", s.checkpointing().name().toLowerCase(Locale.ROOT),
        "memoryGiB", Text.range(e.memory().device().times(1 / Text.GIB)),
        "oomProbability", e.memory().oomProbability(),
        "fit", e.memory().fit().name().toLowerCase(Locale.ROOT),
        "tokensPerSecondPerGpu", Text.range(e.speed().tokensPerSecondPerGpu()),
        "mfu", e.mfu(),
        "binds", e.speed().binds(),
        "basis", e.basis());
  }

  static Map<String, Object> offer(Offer o, int machines) {
    return Tree.of(
        "provider", o.provider(),
        "region", o.region(),
        "instanceType", o.instanceType(),
        "gpusPerMachine", o.gpus(),
        "machines", machines,
        "spot", o.spot(),
        "usdPerHour", o.usdPerHour().toPlainString(),
        "date", o.date(),
        "source", o.source());
  }
}
