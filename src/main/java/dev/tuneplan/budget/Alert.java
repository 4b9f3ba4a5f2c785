package dev.tuneplan.budget;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that somebody must be told once.
 *
 * @param key which there is once
 * @param text for people
 * @param fields the same for programs
 */
public record Alert(Key key, String text, Map<String, Object> fields) {
  /**
   * What makes an alert the same one.
   *
   * @param period of the budget
   * @param kind the percents, or {@code forecast}
   */
  public record Key(Scope scope, Period per, String period, String kind) {}

  public Alert {
    fields = new TreeMap<>(fields);
  }

  /** That a threshold was reached. */
  public static Alert of(Standing s, int threshold) {
    Budget b = s.budget();
    return new Alert(
        new Key(b.scope(), b.period(), s.period(), Integer.toString(threshold)),
        "tuneplan: "
            + s.percent()
            + " % of the budget "
            + b.scope()
            + (b.period() == Period.TOTAL ? "" : " for " + s.period())
            + ": "
            + cents(s.spent())
            + " spent"
            + (s.committed().zero() ? "" : " and " + cents(s.committed()) + " committed")
            + " of "
            + cents(b.amount())
            + " "
            + b.currency(),
        Map.of(
            "kind", "threshold",
            "threshold", threshold,
            "percent", s.percent(),
            "scope", b.scope().toString(),
            "per", b.period().word(),
            "period", s.period(),
            "spent", s.spent().toString(),
            "committed", s.committed().toString(),
            "amount", b.amount().toString(),
            "currency", b.currency()));
  }

  /** That a run will cost more than was planned. */
  public static Alert forecast(String run, String name, Money planned, Money expected) {
    return new Alert(
        new Key(new Scope("run", run), Period.TOTAL, Period.TOTAL.word(), "forecast"),
        "tuneplan: run "
            + name
            + " ("
            + run
            + ") will cost about "
            + cents(expected)
            + " USD, and was planned at "
            + cents(planned)
            + " USD",
        Map.of(
            "kind",
            "forecast",
            "run",
            run,
            "name",
            name,
            "planned",
            planned.toString(),
            "expected",
            expected.toString(),
            "currency",
            "USD"));
  }

  /** Thresholds below one that was reached, which need no word of their own any more. */
  public static List<Key> below(Standing s, int threshold) {
    return s.budget().thresholds().stream()
        .filter(t -> t < threshold)
        .map(t -> Alert.of(s, t).key())
        .toList();
  }

  private static String cents(Money money) {
    return Cents.of(money).toPlainString();
  }
}
