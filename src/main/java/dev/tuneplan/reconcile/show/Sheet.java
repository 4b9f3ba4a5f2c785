package dev.tuneplan.reconcile.show;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.base.Rounded;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.Direct;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Effect;
import dev.tuneplan.reconcile.Reconciliation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A reconciliation's numbers, rounded so that they add up, whatever form shows them.
 *
 * @param total in cents
 * @param steps of the bridge; empty: it cannot be told
 * @param uses where the money went; their cents add up to the total
 */
record Sheet(BigDecimal total, Optional<Steps> steps, List<Use> uses) {
  private static final int PLACES = 2;

  /**
   * The bridge.
   *
   * @param plan in cents; with all lines the total
   */
  record Steps(BigDecimal plan, List<Step> lines) {}

  /** A line of it. */
  record Step(Effect effect, BigDecimal cents, String grounds) {}

  /**
   * Where money went.
   *
   * @param gpuHours to hundredths; empty: beside the GPUs
   * @param cents of the currency
   */
  record Use(String what, Optional<BigDecimal> gpuHours, BigDecimal cents) {}

  static Sheet of(Reconciliation r, Bridge.Method method) {
    BigDecimal total = Cents.of(r.cost().total());
    return new Sheet(total, r.bridge(method).map(b -> steps(b, total)), uses(r.cost(), total));
  }

  private static Steps steps(Bridge bridge, BigDecimal total) {
    BigDecimal plan = Cents.of(bridge.plan());
    List<BigDecimal> cents =
        Cents.of(bridge.lines().stream().map(Bridge.Line::amount).toList(), total.subtract(plan));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < cents.size(); i++) {
      Bridge.Line line = bridge.lines().get(i);
      steps.add(new Step(line.effect(), cents.get(i), line.grounds()));
    }
    return new Steps(plan, steps);
  }

  private static List<Use> uses(RunCost cost, BigDecimal total) {
    List<Bucket> buckets =
        Arrays.stream(Bucket.values()).filter(b -> !cost.deviceTime(b).isZero()).toList();
    List<BigDecimal> exact = buckets.stream().map(cost::gpuHours).toList();
    List<BigDecimal> hours =
        Rounded.parts(exact, cost.gpuHours().setScale(PLACES, RoundingMode.HALF_UP), PLACES);
    List<Money> money = new ArrayList<>(buckets.stream().map(cost::cost).toList());
    money.addAll(cost.direct().stream().map(Direct::amount).toList());
    List<BigDecimal> cents = money.isEmpty() ? List.of() : Cents.of(money, total);
    List<Use> uses = new ArrayList<>();
    for (int i = 0; i < money.size(); i++) {
      uses.add(
          i < buckets.size()
              ? new Use(buckets.get(i).title(), Optional.of(hours.get(i)), cents.get(i))
              : new Use(
                  cost.direct().get(i - buckets.size()).what(), Optional.empty(), cents.get(i)));
    }
    return uses;
  }

  /** What a bucket cost, as it is shown. */
  BigDecimal cents(Bucket bucket) {
    return uses.stream()
        .filter(u -> u.gpuHours.isPresent() && u.what.equals(bucket.title()))
        .map(Use::cents)
        .findFirst()
        .orElse(BigDecimal.ZERO.setScale(PLACES));
  }

  /** Hours of whole GPUs, to hundredths. */
  BigDecimal gpuHours() {
    return uses.stream()
        .flatMap(u -> u.gpuHours.stream())
        .reduce(BigDecimal.ZERO.setScale(PLACES), BigDecimal::add);
  }
}
