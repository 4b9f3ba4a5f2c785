package dev.tuneplan.cli;

import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Score;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Setup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a measured row teaches, as a run of the time of its reading. */
record RowLessons(Row row, Instant now) {

  /** Nothing where its GPU is not clear. */
  static List<Observation> of(Row row, Instant now) {
    boolean clear = row.setups().stream().map(s -> s.gpu().id()).distinct().count() <= 1;
    List<Observation> all = new ArrayList<>();
    if (clear) {
      RowLessons lessons = new RowLessons(row, now);
      lessons.speed().ifPresent(all::add);
      lessons.memory().ifPresent(all::add);
    }
    return all;
  }

  /** By the profiles that the row was placed at, as plans have them. */
  private Key key() {
    Row.About about = row.about();
    return row.setups().stream()
        .findFirst()
        .map(Experiences::key)
        .orElse(Experiences.key(about.stack(), about.gpu(), about.method(), "", about.gpus()));
  }

  private Optional<Observation> speed() {
    return row.speed().map(s -> observed(Quantity.SPEED, s.predicted().p50(), s.actual(), false));
  }

  private Optional<Observation> memory() {
    if (row.setups().isEmpty()) {
      return Optional.empty();
    }
    if (row.oom().filter(Row.Oom::happened).isPresent()) {
      Setup setup = row.setups().getFirst();
      Memory memory = Estimate.of(setup).memory();
      double left = setup.gpu().usableGiB() - memory.staticBytes() / Text.GIB;
      return left > 0
          ? Optional.of(observed(Quantity.MEMORY, memory.aboveBytes() / Text.GIB, left, true))
          : Optional.empty();
    }
    return row.memory().flatMap(this::memory);
  }

  private Optional<Observation> memory(Score score) {
    double exact = exactGiB(row);
    double above = score.predicted().p50() - exact;
    return above > 0
        ? Optional.of(
            observed(
                Quantity.MEMORY,
                above,
                Math.max(score.actual() - exact, RunLessons.LEAST_ABOVE * above),
                false))
        : Optional.empty();
  }

  /** What a row's memory has that is known exactly, the mean over all that it may mean. */
  static double exactGiB(Row row) {
    return row.setups().stream()
        .mapToDouble(s -> Estimate.of(s).memory().staticBytes() / Text.GIB)
        .average()
        .orElse(0);
  }

  private Observation observed(
      Quantity quantity, double predicted, double actual, boolean atLeast) {
    return new Observation(row.about().id(), quantity, key(), predicted, actual, atLeast, now);
  }
}
