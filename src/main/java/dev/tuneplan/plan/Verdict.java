package dev.tuneplan.plan;

import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Memory;
import java.util.List;
import java.util.Optional;

/**
 * Which candidate is recommended, and why.
 *
 * @param recommended empty when nothing fits
 * @param why in a sentence
 * @param kind what budget and deadline say
 */
record Verdict(Optional<Candidate> recommended, String why, Plan.Verdict kind) {
  static Verdict of(Job job, List<Candidate> ranked) {
    List<Candidate> sure = ranked.stream().filter(c -> c.fit() == Memory.Fit.FITS).toList();
    Optional<Candidate> inside = sure.stream().filter(c -> within(job, c)).findFirst();
    if (inside.isPresent()) {
      boolean limits = job.usd().isPresent() || job.hours().isPresent();
      return new Verdict(
          inside,
          leading(inside.get())
              + " that fits with P(OOM) < 5 %"
              + (limits ? ", inside budget and deadline at P90" : ""),
          limits ? Plan.Verdict.WITHIN : Plan.Verdict.NO_LIMITS);
    }
    // Whether a run that nobody prices keeps a budget is unknown; its hours are not.
    if (!sure.isEmpty()
        && sure.stream().allMatch(c -> c.usd().isEmpty())
        && inTime(job, sure.getFirst())) {
      return new Verdict(
          Optional.of(sure.getFirst()),
          leading(sure.getFirst()) + " that fits with P(OOM) < 5 %",
          Plan.Verdict.UNPRICED);
    }
    if (!sure.isEmpty()) {
      return new Verdict(
          Optional.of(sure.getFirst()),
          leading(sure.getFirst()) + " that fits; none keeps budget and deadline at P90",
          Plan.Verdict.OVER);
    }
    if (!ranked.isEmpty()) {
      return new Verdict(
          Optional.of(ranked.getFirst()),
          "tight: nothing fits with P(OOM) < 5 %; watch the memory of the first steps",
          within(job, ranked.getFirst()) ? Plan.Verdict.TIGHT : Plan.Verdict.OVER);
    }
    return new Verdict(Optional.empty(), "nothing fits", Plan.Verdict.DOES_NOT_FIT);
  }

  private static String leading(Candidate c) {
    return c.usd().isPresent() ? "the cheapest" : "unpriced, the fastest";
  }

  private static boolean within(Job job, Candidate c) {
    double usd = c.usd().map(Range::p90).orElse(Double.MAX_VALUE);
    return (job.usd().isEmpty() || usd <= job.usd().getAsDouble()) && inTime(job, c);
  }

  private static boolean inTime(Job job, Candidate c) {
    return job.hours().isEmpty() || c.hours().p90() <= job.hours().getAsDouble();
  }
}
