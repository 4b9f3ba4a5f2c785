package dev.tuneplan.measured;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.agent.sample.Spread;
import dev.tuneplan.agent.sample.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What rows add up to. */
public final class UseTotals {
  private UseTotals() {}

  /** Of the rows of any devices, by device in the order of their first rows, and phase. */
  public static List<PhaseUse> of(Iterable<Row> rows) {
    Totals totals = new Totals();
    rows.forEach(totals::add);
    return of(totals);
  }

  static List<PhaseUse> of(Totals totals) {
    List<PhaseUse> all = new ArrayList<>();
    for (String device : totals.devices()) {
      for (Phase phase : totals.phases(device)) {
        all.add(
            new PhaseUse(
                device,
                phase.word(),
                totals.micros(device, phase),
                totals.counter(device, phase, Counter.ENERGY),
                new Means(
                    mean(totals, device, phase, Gauge.BUSY),
                    mean(totals, device, phase, Gauge.SM_ACTIVE),
                    mean(totals, device, phase, Gauge.TENSOR_ACTIVE),
                    mean(totals, device, phase, Gauge.POWER)),
                max(totals.gauge(device, phase, Gauge.MEMORY))));
      }
    }
    return all;
  }

  private static OptionalDouble mean(Totals totals, String device, Phase phase, Gauge gauge) {
    Optional<Spread> spread = totals.gauge(device, phase, gauge);
    return spread.isPresent() ? OptionalDouble.of(spread.get().mean()) : OptionalDouble.empty();
  }

  /** The fullest that any GPU was. */
  static OptionalDouble peak(Totals totals) {
    return totals.devices().stream()
        .filter(d -> !d.equals(Device.HOST))
        .map(d -> max(totals.gauge(d, Gauge.MEMORY)))
        .flatMapToDouble(OptionalDouble::stream)
        .max();
  }

  private static OptionalDouble max(Optional<Spread> spread) {
    return spread.isPresent() ? OptionalDouble.of(spread.get().max()) : OptionalDouble.empty();
  }
}
