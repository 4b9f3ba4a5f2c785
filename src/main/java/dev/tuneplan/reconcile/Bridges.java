package dev.tuneplan.reconcile;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.reconcile.Reconciliation.Bridging;
import dev.tuneplan.reconcile.Terms.Factor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the bridges from a plan to what a run cost. */
record Bridges(Planned planned, RunCost cost, Tokens tokens) {
  private static final MathContext SHOWN = new MathContext(4);

  Bridging told() {
    if (planned.perGpuHour().isEmpty()) {
      return new Bridging.Not("the plan is unpriced");
    }
    if (!cost.currency().equals(Planned.CURRENCY)) {
      return new Bridging.Not(
          "the plan is in " + Planned.CURRENCY + " and the rates are in " + cost.currency());
    }
    if (!cost.unpriced().isEmpty()) {
      return new Bridging.Not("a part of the run is unpriced");
    }
    if (!cost.completeness().complete()) {
      return new Bridging.Not("the cost is not complete yet");
    }
    return new Bridging.Bridged(this::by);
  }

  private Bridge by(Bridge.Method method) {
    Terms plan = planned.terms(BigDecimal.ZERO);
    // what an invoice changed is a line of its own: all others stay as they were before it came
    Actual actual = Actual.of(cost.assumed(), planned, tokens.computed().orElse(BigDecimal.ZERO));
    Telling telling = new Telling(plan, actual.terms());
    return bridge(
        method, plan, actual, method == Bridge.Method.FIXED ? telling.fixed() : telling.shapley());
  }

  private Bridge bridge(
      Bridge.Method method, Terms plan, Actual actual, Map<Factor, Money> effects) {
    List<Bridge.Line> lines = new ArrayList<>();
    Money at = plan.cost();
    for (Factor factor : Factor.values()) {
      Money amount = effects.getOrDefault(factor, Money.ZERO);
      at = at.plus(amount);
      lines.add(new Bridge.Line(Effect.of(factor), amount, grounds(factor, plan, actual.terms())));
    }
    if (cost.billed()) {
      Money paid = cost.ofPods().minus(cost.assumed().ofPods());
      at = at.plus(paid);
      lines.add(new Bridge.Line(Effect.BILL, paid, "assumed -> as invoiced"));
    }
    Money direct = cost.ofDirect();
    lines.add(new Bridge.Line(Effect.DIRECT, direct, cost.direct().isEmpty() ? "" : "not planned"));
    Money unexplained = cost.total().minus(at.plus(direct));
    lines.add(
        new Bridge.Line(
            Effect.UNEXPLAINED,
            unexplained,
            actual.untold().signum() == 0
                ? ""
                : number(actual.untold()) + " h of which nobody says what they went into"));
    return new Bridge(method, plan.cost(), lines, cost.total());
  }

  private static String grounds(Factor factor, Terms plan, Terms actual) {
    BigDecimal before = plan.of(factor);
    BigDecimal after = actual.of(factor);
    return switch (factor) {
      case TOKENS -> million(before) + " -> " + million(after) + " M tokens";
      case THROUGHPUT -> speed(before) + " -> " + speed(after) + " tokens/s";
      case GPUS -> number(before) + " -> " + number(after) + " GPUs";
      case RATE -> number(before) + " -> " + number(after) + " per GPU and hour";
      case SETUP, OTHER, RETRIES, WASTE -> minutes(before) + " -> " + minutes(after) + " min";
    };
  }

  private static String million(BigDecimal tokens) {
    return number(tokens.movePointLeft(6));
  }

  private static String speed(BigDecimal hoursPerToken) {
    return hoursPerToken.signum() == 0
        ? "0"
        : number(
            BigDecimal.ONE.divide(hoursPerToken.multiply(BigDecimal.valueOf(3600)), Terms.EXACT));
  }

  private static String minutes(BigDecimal hours) {
    return number(hours.multiply(BigDecimal.valueOf(60)));
  }

  private static String number(BigDecimal value) {
    BigDecimal rounded = value.round(SHOWN);
    return (rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros()).toPlainString();
  }
}
