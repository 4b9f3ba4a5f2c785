package dev.tuneplan.ledger;

import dev.tuneplan.base.Range;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.reconcile.Grounds;
import dev.tuneplan.reconcile.Intervals;
import dev.tuneplan.reconcile.Planned;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a plan expected of a run, as a text. */
final class PlanText {
  private PlanText() {}

  static String write(Planned p) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("gpu", p.gpu());
    tree.put("gpus", p.gpus().toString());
    p.perGpuHour().ifPresent(v -> tree.put("perGpuHour", v.toString()));
    tree.put("setupHours", p.setupHours().toString());
    tree.put("tokens", p.tokens().toString());
    tree.put("tokensPerSecond", p.tokensPerSecond().toString());
    p.mfu().ifPresent(v -> tree.put("mfu", v));
    tree.put("otherHours", p.otherHours().toString());
    tree.put("steps", p.steps());
    Intervals i = p.intervals();
    interval(tree, "usd", i.usd());
    interval(tree, "hours", i.hours());
    interval(tree, "tokensPerSecondPerGpu", i.tokensPerSecond());
    interval(tree, "peakGiB", i.memoryGiB());
    p.price()
        .ifPresent(o -> {
          tree.put("provider", o.provider());
          tree.put("region", o.region());
          tree.put("instanceType", o.instanceType());
          tree.put("spot", o.spot());
          tree.put("date", o.date());
        });
    Grounds g = p.grounds();
    tree.put("speedFactor", g.speed().toString());
    if (g.calibration() > 0) {
      tree.put("calibration", g.calibration());
      tree.put("memoryFactor", g.memory().toString());
      tree.put("setupFactor", g.setup().toString());
      tree.put("overheadFactor", g.overhead().toString());
    }
    g.room().ifPresent(r -> tree.put("memoryGiB", List.of(r.exact(), r.above(), r.usable())));
    tree.put("notes", p.notes());
    return JsonText.of(tree);
  }

  private static void interval(Map<String, Object> tree, String key, Optional<Range> range) {
    range.ifPresent(r -> tree.put(key, List.of(r.p10(), r.p50(), r.p90())));
  }

  private static Optional<Range> interval(Json json, String key) {
    List<Double> three = numbers(json, key);
    return three.size() == 3
        ? Optional.of(new Range(three.get(0), three.get(1), three.get(2)))
        : Optional.empty();
  }

  static Planned read(String text) {
    Json json = Json.of(text);
    return new Planned(
        json.need("gpu"),
        json.amount("gpus"),
        json.decimal("perGpuHour"),
        json.amount("setupHours"),
        json.amount("tokens"),
        json.amount("tokensPerSecond"),
        json.at("mfu").value() instanceof Number n
            ? OptionalDouble.of(n.doubleValue())
            : OptionalDouble.empty(),
        json.amount("otherHours"),
        json.at("steps").value() instanceof Number n ? n.longValue() : 1,
        new Intervals(
            interval(json, "tokensPerSecondPerGpu"),
            interval(json, "peakGiB"),
            interval(json, "hours"),
            interval(json, "usd")),
        json.text("provider")
            .map(provider ->
                new Planned.Price(
                    provider,
                    json.need("region"),
                    json.need("instanceType"),
                    json.need("spot").equals("true"),
                    json.need("date"))),
        grounds(json),
        json.items("notes").stream().map(v -> String.valueOf(v.value())).toList());
  }

  private static Grounds grounds(Json json) {
    List<Double> room = numbers(json, "memoryGiB");
    return new Grounds(
        json.whole("calibration"),
        json.decimal("speedFactor").orElse(BigDecimal.ONE),
        json.decimal("memoryFactor").orElse(BigDecimal.ONE),
        json.decimal("setupFactor").orElse(BigDecimal.ONE),
        json.decimal("overheadFactor").orElse(BigDecimal.ONE),
        room.size() == 3
            ? Optional.of(new Grounds.Room(room.get(0), room.get(1), room.get(2)))
            : Optional.empty());
  }

  private static List<Double> numbers(Json json, String key) {
    return json.items(key).stream()
        .map(v -> Double.parseDouble(String.valueOf(v.value())))
        .toList();
  }
}
