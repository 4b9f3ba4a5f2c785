package dev.tuneplan.plan;

import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Interruptions;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.estimate.Experience;
import dev.tuneplan.estimate.Lessons;
import dev.tuneplan.estimate.Setup;
import java.util.Locale;
import java.util.Optional;

/**
 * The hours of a run.
 *
 * @param hours from the start of the job to its end
 * @param setupHours until its first step
 * @param lessons by what set-up and overhead were corrected after earlier runs
 * @param interruptions how often its machines are taken away; empty: not known, or not asked
 */
public record Timing(
    Range hours, double setupHours, Lessons lessons, Optional<Interruptions.Rate> interruptions) {
  /** Half of what lies between two checkpoints on such machines (launch: every five minutes). */
  private static final double LOST_HOURS = 2.5 / 60;

  /** Quantile 0.9 of the normal law. */
  private static final double Z90 = 1.2816;

  static Timing of(Setup s, Range training, Experience experience) {
    Optional<Correction> start = experience.of(Quantity.SETUP, s, Overheads.SPREAD);
    Optional<Correction> work = experience.of(Quantity.OVERHEAD, s, Overheads.WORK_SPREAD);
    Lessons lessons =
        Lessons.none(experience.version())
            .with(Quantity.SETUP, start)
            .with(Quantity.OVERHEAD, work);
    double setup = Overheads.setupSeconds(s) / 3600;
    if (lessons.corrections().isEmpty()) {
      return new Timing(Overheads.hours(s).plus(training), setup, lessons, Optional.empty());
    }
    Range first = start.map(c -> c.of(setup)).orElse(Range.around(setup, Overheads.SPREAD));
    // what was learned of checkpoints has the last one in it
    Range rest =
        work.map(c ->
                Range.around(
                    training.p50() * c.factor(), Math.hypot(Range.logSd(training), c.logSd())))
            .orElse(training.plus(Range.around(Overheads.saved(s) / 3600, Overheads.SPREAD)));
    return new Timing(first.plus(rest), first.p50(), lessons, Optional.empty());
  }

  /** The same on machines that may be taken away: each time it begins anew, and loses a little. */
  Timing interrupted(int gpus, Optional<Interruptions.Rate> rate) {
    if (rate.isEmpty()) {
      return this;
    }
    double expected = rate.get().perGpuHour() * gpus * hours.p50();
    double each = setupHours + LOST_HOURS;
    Range lost = new Range(0, expected * each, (expected + Z90 * Math.sqrt(expected)) * each);
    return new Timing(hours.plus(lost), setupHours, lessons, rate);
  }

  /** What is known of interruptions, to be put behind something else; empty: nothing. */
  String words() {
    return interruptions
        .map(r ->
            String.format(
                Locale.ROOT,
                "; %.3f interruptions a GPU-hour after %d in %.0f GPU-hours",
                r.perGpuHour(),
                r.seen(),
                r.gpuHours()))
        .orElse("");
  }
}
