package dev.tuneplan.plan;

import java.util.List;
import java.util.Optional;

/**
 * A run spec with its candidates ranked and one recommended.
 *
 * @param considered how many candidates were estimated
 * @param ranked the best candidate of each GPU and count that fits, best first
 * @param recommended the one to launch
 * @param why in a sentence
 * @param pareto candidates that no other beats in both cost and time, cheapest first
 * @param misfits GPUs and counts on which nothing fits, with the nearest miss and what would help
 * @param verdict what budget and deadline say
 * @param tokens processed in the whole run, all epochs
 */
public record Plan(
    int considered,
    List<Candidate> ranked,
    Optional<Candidate> recommended,
    String why,
    List<Candidate> pareto,
    List<Misfit> misfits,
    String verdict,
    double tokens) {
  /**
   * A GPU and count on which nothing fits.
   *
   * @param nearest the candidate that comes nearest
   * @param change the smallest change that would make it fit
   */
  public record Misfit(Candidate nearest, String change) {}

  public Plan {
    ranked = List.copyOf(ranked);
    pareto = List.copyOf(pareto);
    misfits = List.copyOf(misfits);
  }
}
