package dev.tuneplan.export;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * FOCUS 1.2 (FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec, tag v1.2, specification/columns, read
 * 2026-11-25): a row for each pod, hour of the clock, phase and resource. What tuneplan computes is
 * an allocation: it is in EffectiveCost, and BilledCost is 0 but for hours whose rate is from an
 * invoice. Pods that are unpriced have no row, because no cost may be null.
 */
public final class FocusCsv implements Exporter {
  private final Window window;
  private final FocusColumns columns;
  private final SafeCsv csv;

  /** Writes the header. */
  public FocusCsv(Writer out, Window window, Payer payer) {
    this.window = window;
    this.columns = new FocusColumns(payer);
    this.csv = new SafeCsv(out, columns.names());
  }

  @Override
  public void add(Reconciliation run) {
    List<Charge> charges = new Charges(window, true).of(run.cost());
    Optional<Spread> estimate =
        run.bridge(Bridge.Method.FIXED)
            .filter(b -> !run.cost().total().zero())
            .map(b -> new Spread(b.plan().amount(), run.cost().total().amount(), Money.SCALE));
    BigDecimal training =
        charges.stream()
            .filter(FocusCsv::training)
            .map(Charge::quantity)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    Optional<Spread> tokens =
        run.tokens()
            .flatMap(t -> t.computed())
            .filter(t -> training.signum() > 0)
            .map(t -> new Spread(t.multiply(part(run, training)), training, 0));
    for (Charge charge : charges) {
      List<Object> cells = new ArrayList<>(columns.cells(new Row(run, charge)));
      cells.add(estimate.<Object>map(s -> s.next(charge.cost().amount())).orElse(""));
      cells.add(
          tokens
              .filter(s -> training(charge))
              .<Object>map(s -> s.next(charge.quantity()))
              .orElse(""));
      csv.row(cells);
    }
  }

  /** The part of the run's training that is inside the window. */
  private static BigDecimal part(Reconciliation run, BigDecimal training) {
    BigDecimal all = run.cost().gpuHours(Bucket.TRAINING);
    return all.signum() == 0
        ? BigDecimal.ZERO
        : training.divide(all, MathContext.DECIMAL128).min(BigDecimal.ONE);
  }

  private static boolean training(Charge charge) {
    return charge.what() instanceof Charge.What.Part(var _, Bucket bucket, Resource resource)
        && bucket == Bucket.TRAINING
        && resource == Resource.GPU;
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
