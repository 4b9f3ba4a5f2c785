package dev.tuneplan.cli;

import dev.tuneplan.calibrate.Calibration;
import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.estimate.Experience;
import dev.tuneplan.estimate.Setup;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What the newest calibration makes of an estimate. */
final class Experiences {
  private Experiences() {}

  /** That of the data folder; nothing where there is none. */
  static Experience newest() {
    try {
      return Home.calibrations()
          .newest()
          .map(c -> of(Calibration.of(c.learned(), Instant.now())))
          .orElse(Experience.NONE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Experience of(Calibration calibration) {
    return (setup, spread) -> {
      Correction c = calibration.of(Quantity.SPEED, key(setup), spread);
      return c.runs() > 0 ? Optional.of(c) : Optional.empty();
    };
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
