package dev.tuneplan.plan;

import dev.tuneplan.estimate.Estimate;
import java.util.List;
import java.util.Optional;

/**
 * A run spec with its candidates ranked and one recommended.
 *
 * @param considered how many candidates there are, offers included
 * @param ranked the best candidate of each GPU and count that fits or is tight, best first
 * @param recommended the one to launch
 * @param why in a sentence
 * @param pareto candidates that no other beats in both cost and time, cheapest first
 * @param misfits GPUs and counts on which nothing fits, nearest first
 * @param verdict what memory, budget and deadline say
 * @param work the data of the run
 */
public record Plan(
    long considered,
    List<Candidate> ranked,
    Optional<Candidate> recommended,
    String why,
    List<Candidate> pareto,
    List<Misfit> misfits,
    Verdict verdict,
    Workload work) {
  /** What memory, budget and deadline say. */
  public enum Verdict {
    WITHIN("within budget and deadline"),
    NO_LIMITS("no budget or deadline given"),
    TIGHT("tight in memory"),
    UNPRICED("unpriced: no offer is left, so the budget cannot be judged"),
    OVER("over budget or deadline"),
    DOES_NOT_FIT("does not fit");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A GPU and count on which nothing fits.
   *
   * @param nearest the setup that comes nearest
   * @param changes the smallest changes that would make it fit, each enough by itself
   */
  public record Misfit(Estimate nearest, List<String> changes) {
    public Misfit {
      changes = List.copyOf(changes);
    }
  }

  public Plan {
    ranked = List.copyOf(ranked);
    pareto = List.copyOf(pareto);
    misfits = List.copyOf(misfits);
  }
}
