package dev.tuneplan.reconcile.show;

import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.Direct;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.Slice;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.NodeGpus;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.PodTimes;
import dev.tuneplan.cost.facts.TrainerLog;
import dev.tuneplan.cost.facts.Wait;
import dev.tuneplan.cost.rate.PriceSeries;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.reconcile.Achieved;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Learned;
import dev.tuneplan.reconcile.PerMillion;
import dev.tuneplan.reconcile.Planned;
import dev.tuneplan.reconcile.Reconciliation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reconciliation as a tree for machines. Money is a text with every digit, times are ISO 8601 in
 * UTC, lengths are seconds, GPU-hours have nine decimals. What is not known has no key.
 */
public final class TreeForm {
  private static final int PLACES = 9;

  private TreeForm() {}

  /** The whole, with both bridges. */
  public static Map<String, Object> of(Reconciliation r) {
    RunCost cost = r.cost();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", "tuneplan/v1");
    tree.put("kind", "Reconciliation");
    tree.put("run", r.run());
    tree.put("name", r.name());
    tree.put("labels", new java.util.TreeMap<>(r.labels()));
    tree.put("currency", cost.currency());
    tree.put("evidence", cost.grade().word());
    tree.put("complete", cost.completeness().complete());
    if (cost.completeness() instanceof Completeness.Pending(List<String> why)) {
      tree.put("pending", why);
    }
    tree.put("cost", bases(cost));
    tree.put("buckets", buckets(cost));
    tree.put("queuedSeconds", seconds(cost.queued()));
    tree.put("waits", cost.facts().waits().stream().map(TreeForm::wait).toList());
    tree.put("direct", cost.direct().stream().map(TreeForm::direct).toList());
    tree.put("pods", cost.pods().stream().map(TreeForm::pod).toList());
    r.planned().ifPresent(p -> tree.put("planned", planned(p)));
    tree.put("actual", actual(r));
    r.bridge(Bridge.Method.FIXED).ifPresent(b -> tree.put("bridge", bridge(b)));
    r.bridge(Bridge.Method.SHAPLEY).ifPresent(b -> tree.put("shapley", bridge(b)));
    if (r.bridges() instanceof Reconciliation.Bridging.Not(String why)) {
      tree.put("noBridge", why);
    }
    tree.put("learned", learned(r.learned()));
    if (r.use().any()) {
      tree.put("use", UseTree.of(r));
    }
    tree.put("remarks", cost.facts().remarks());
    return tree;
  }

  private static Map<String, Object> of(Object... pairs) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      tree.put((String) pairs[i], pairs[i + 1]);
    }
    return tree;
  }

  private static double seconds(Duration time) {
    return time.getSeconds() + time.getNano() / 1e9;
  }

  private static double hours(BigDecimal hours) {
    return hours.setScale(PLACES, RoundingMode.HALF_EVEN).doubleValue();
  }

  private static Map<String, Object> bases(RunCost cost) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (cost.unpriced().isEmpty()) {
      tree.put("allocation", cost.total().toString());
      tree.put("useful", cost.useful().toString());
      cost.nodeShare().ifPresent(n -> tree.put("nodeShare", n.toString()));
    } else {
      tree.put("unpricedPods", cost.unpriced().size());
      tree.put("ofPricedPods", cost.total().toString());
    }
    tree.put("gpuHours", hours(cost.gpuHours()));
    tree.put("attempts", cost.attempts());
    return tree;
  }

  private static List<Object> buckets(RunCost cost) {
    return java.util.Arrays.stream(Bucket.values())
        .<Object>map(b ->
            of(
                "bucket", b.word(),
                "deviceSeconds", seconds(cost.deviceTime(b)),
                "gpuHours", hours(cost.gpuHours(b)),
                "cost", cost.cost(b).toString()))
        .toList();
  }

  private static Object wait(Wait wait) {
    return of(
        "from",
        wait.span().from().toString(),
        "to",
        wait.span().to().toString(),
        "why",
        wait.why());
  }

  private static Object direct(Direct direct) {
    return of("what", direct.what(), "cost", direct.amount().toString(), "source", direct.source());
  }

  private static Object pod(PodCost cost) {
    PodAttempt pod = cost.pod();
    Map<String, Object> tree =
        of(
            "pod", pod.pod().name(),
            "uid", pod.pod().uid(),
            "namespace", pod.pod().namespace(),
            "attempt", cost.attempt(),
            "index", pod.index(),
            "evidence", pod.grade().word(),
            "times", times(pod.times()),
            "end", end(pod),
            "gpus",
                of(
                    "resource", pod.requests().gpus().resource(),
                    "count", pod.requests().gpus().count(),
                    "share", cost.share().numerator() + "/" + cost.share().denominator(),
                    "why", cost.share().why(),
                    "uuids", pod.log().map(TrainerLog::gpus).orElse(List.of())));
    pod.node().ifPresent(n -> tree.put("node", node(n)));
    cost.tariff().ifPresent(t -> tree.put("rate", rate(t.rate())));
    tree.put("cost", cost.tariff().isPresent() ? cost.total().toString() : "unpriced");
    tree.put("slices", cost.timeline().slices().stream().map(s -> slice(cost, s)).toList());
    tree.put("remarks", pod.remarks());
    return tree;
  }

  private static Object slice(PodCost cost, Slice slice) {
    return of(
        "bucket", slice.bucket().word(),
        "from", slice.span().from().toString(),
        "to", slice.span().to().toString(),
        "cost", cost.cost(slice.span()).toString());
  }

  private static Map<String, Object> times(PodTimes times) {
    Map<String, Object> tree = of("created", times.created().toString());
    times.bound().ifPresent(t -> tree.put("bound", t.toString()));
    times.acknowledged().ifPresent(t -> tree.put("acknowledged", t.toString()));
    times.main().ifPresent(t -> tree.put("main", t.toString()));
    times.exit().ifPresent(t -> tree.put("exit", t.toString()));
    times.released().ifPresent(t -> tree.put("released", t.toString()));
    return tree;
  }

  private static Map<String, Object> end(PodAttempt pod) {
    Map<String, Object> tree = of("cause", pod.end().cause().word());
    pod.end().exitCode().ifPresent(c -> tree.put("exitCode", c));
    tree.put("said", pod.end().said());
    return tree;
  }

  private static Map<String, Object> node(NodeFacts node) {
    Map<String, Object> tree = of("name", node.name());
    node.instanceType().ifPresent(v -> tree.put("instanceType", v));
    node.region().ifPresent(v -> tree.put("region", v));
    node.zone().ifPresent(v -> tree.put("zone", v));
    tree.put("capacity", node.capacity().word());
    node.gpus().map(NodeGpus::product).ifPresent(v -> tree.put("gpu", v));
    return tree;
  }

  private static Map<String, Object> rate(Rate rate) {
    return of(
        "basis", rate.basis(),
        "source", rate.source().text(),
        "date", rate.source().date(),
        "prices", rate.prices().points().stream().map(p -> price(rate.prices(), p)).toList());
  }

  private static Object price(PriceSeries series, PriceSeries.Point point) {
    String perHour = point.perHour().stripTrailingZeros().toPlainString();
    return series.constant()
        ? of("perHour", perHour)
        : of("from", point.from().toString(), "perHour", perHour);
  }

  private static Map<String, Object> planned(Planned p) {
    Map<String, Object> tree =
        of(
            "gpu", p.gpu(),
            "gpus", p.gpus().doubleValue(),
            "tokens", p.tokens().doubleValue(),
            "tokensPerSecond", p.tokensPerSecond().doubleValue(),
            "steps", p.steps(),
            "setupHours", p.setupHours().doubleValue(),
            "otherHours", p.otherHours().doubleValue(),
            "hours", p.hours().doubleValue());
    p.mfu().ifPresent(v -> tree.put("mfu", v));
    p.perGpuHour().ifPresent(v -> tree.put("perGpuHour", v.stripTrailingZeros().toPlainString()));
    p.intervals()
        .usd()
        .ifPresent(u -> tree.put("usd", of("p10", u.p10(), "p50", u.p50(), "p90", u.p90())));
    tree.put("notes", p.notes());
    return tree;
  }

  private static Map<String, Object> actual(Reconciliation r) {
    Map<String, Object> tree = of("usefulSteps", r.cost().usefulSteps());
    Achieved achieved = r.achieved();
    achieved.tokensPerSecond().ifPresent(v -> tree.put("tokensPerSecondPerGpu", v));
    achieved.mfu().ifPresent(v -> tree.put("mfu", v));
    PerMillion.of(r).ifPresent(p -> tree.put("perMillionTokens", UseTree.tokens(p)));
    r.tokens()
        .ifPresent(t -> {
          t.computed().ifPresent(v -> tree.put("computedTokens", v.doubleValue()));
          t.told().ifPresent(v -> tree.put("toldTokens", v));
          t.told().ifPresent(v -> tree.put("toldTokensCount", t.basis().title()));
        });
    return tree;
  }

  private static Map<String, Object> bridge(Bridge bridge) {
    return of(
        "method", bridge.method().title(),
        "plan", bridge.plan().toString(),
        "lines",
            bridge.lines().stream()
                .map(l ->
                    of(
                        "effect", l.effect().word(),
                        "amount", l.amount().toString(),
                        "grounds", l.grounds()))
                .toList(),
        "actual", bridge.actual().toString());
  }

  private static Map<String, Object> learned(Learned l) {
    Map<String, Object> tree = new LinkedHashMap<>();
    l.gpuProduct().ifPresent(v -> tree.put("gpu", v));
    l.stepSeconds().ifPresent(v -> tree.put("stepSeconds", v));
    tree.put("pullSeconds", l.pullSeconds());
    tree.put("setupSeconds", l.setupSeconds());
    tree.put("disruptions", l.disruptions());
    tree.put("spotGpuHours", l.spotGpuHours());
    return tree;
  }
}
