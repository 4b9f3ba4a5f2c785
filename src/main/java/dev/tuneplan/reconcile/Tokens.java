package dev.tuneplan.reconcile;

import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Mark;
import dev.tuneplan.cost.facts.TrainerLog;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The tokens of a run, by their three names: they are never added to each other. A plan counts what
 * is computed, padding included, because that takes the time.
 *
 * @param computed by steps: as many for each as planned; empty: no step is told
 * @param told the trainer's own count at its last step, over all attempts where it goes on counting
 * @param basis what the trainer counts
 */
public record Tokens(Optional<BigDecimal> computed, OptionalLong told, Basis basis) {
  /** What a count of tokens counts. */
  public enum Basis {
    /** All that went through the model, padding included. */
    COMPUTED("padding included"),
    /** Without padding: what people mean. */
    NON_PADDING("without padding"),
    /** Those with a loss. */
    SUPERVISED("with a loss"),
    /** The trainer does not say. */
    UNKNOWN("as the trainer counts");

    private final String title;

    Basis(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /** Of a run: its useful steps, each with as many tokens as the plan has. */
  static Tokens of(RunCost cost, Planned planned) {
    Optional<BigDecimal> computed =
        cost.usefulSteps() > 0
            ? Optional.of(
                planned
                    .tokens()
                    .multiply(BigDecimal.valueOf(cost.usefulSteps()))
                    .divide(BigDecimal.valueOf(planned.steps()), Terms.EXACT))
            : Optional.empty();
    OptionalLong told =
        cost.pods().stream()
            .map(PodCost::pod)
            .flatMap(p -> p.log().stream())
            .map(TrainerLog::steps)
            .flatMap(s -> s.last().stream())
            .map(Mark::tokens)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .max();
    return new Tokens(computed, told, Basis.UNKNOWN);
  }
}
