package dev.tuneplan.cli;

import dev.tuneplan.calibrate.Calibration;
import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Interruptions;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.estimate.Experience;
import dev.tuneplan.estimate.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the newest calibration makes of an estimate. For one thread. */
final class Experiences implements Experience {
  private final int version;
  private final Calibration calibration;
  private final Interruptions interruptions;
  // thousands of candidates, and the same few groups
  private final Map<Asked, Optional<Correction>> known = new HashMap<>();

  private record Asked(Quantity quantity, Key key, double spread) {}

  private Experiences(CalibrationVersion v, Instant now) {
    this.version = v.number();
    this.calibration = Calibration.of(v.learned(), now);
    this.interruptions = Interruptions.of(v.exposures());
  }

  /** That of the data folder; nothing where there is none. */
  static Experience newest() {
    return newest(Home.clock());
  }

  static Experience newest(Clock clock) {
    try {
      return Home.calibrations()
          .newest()
          .<Experience>map(v -> new Experiences(v, clock.instant()))
          .orElse(Experience.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Correction> of(Quantity quantity, Setup setup, double spread) {
    return known.computeIfAbsent(
        new Asked(quantity, key(setup), spread),
        a -> Optional.of(calibration.of(a.quantity, a.key, a.spread)).filter(c -> c.runs() > 0));
  }

  @Override
  public Optional<Interruptions.Rate> interruptions(Setup setup) {
    return interruptions.of(setup.gpu().id());
  }

  @Override
  public int version() {
    return version;
  }

  /** Runs do not say their model's type: the model itself takes its place. */
  static Key key(Setup s) {
    return key(
        s.stack().id(),
        s.gpu().id(),
        s.method().type().name().toLowerCase(Locale.ROOT),
        s.model().id(),
        s.gpus());
  }

  static Key key(String stack, String gpu, String method, String model, int gpus) {
    return new Key(stack, gpu, method, model, Integer.toString(gpus));
  }
}
