package dev.tuneplan.reconcile;

import dev.tuneplan.base.Money;
import java.util.List;

/**
 * The way from the planned cost to the actual one; exact, checked when it is made.
 *
 * @param method by which effects that multiply each other were told apart
 * @param plan where it begins
 * @param lines in the published order, one for each effect
 * @param actual where it ends: the plan and all lines
 */
public record Bridge(Method method, Money plan, List<Line> lines, Money actual) {
  /** How effects that multiply each other are told apart. */
  public enum Method {
    /** One after the other in the published order: each is what changed given the ones before. */
    FIXED("one after the other"),
    /** The average over all orders: no order is better than another. */
    SHAPLEY("average over all orders");

    private final String title;

    Method(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /**
   * One step of the way.
   *
   * @param amount positive: dearer than planned
   * @param grounds planned and actual, for people
   */
  public record Line(Effect effect, Money amount, String grounds) {}

  public Bridge {
    lines = List.copyOf(lines);
    Money end = plan.plus(Money.sum(lines.stream().map(Line::amount).toList()));
    if (!end.equals(actual)) {
      throw new IllegalArgumentException(
          "a bridge must reach the actual cost " + actual + ", was " + end);
    }
  }

  /** One line. */
  public Money of(Effect effect) {
    return Money.sum(lines.stream().filter(l -> l.effect == effect).map(Line::amount).toList());
  }

  /** What was more, or less where it is negative. */
  public Money difference() {
    return actual.minus(plan);
  }
}
