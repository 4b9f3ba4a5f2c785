package dev.tuneplan.cli;

import dev.tuneplan.economics.MonteCarlo;
import dev.tuneplan.managed.RateAnswer;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.TrafficSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What figures of a weighing rest on, in sentences. */
final class Assumptions {
  private Assumptions() {}

  static List<String> of(
      RunSpec spec, TrafficSpec t, RateAnswer.Priced current, Optional<BigDecimal> experimentsUsd) {
    List<String> all = new ArrayList<>();
    all.add(
        Text.of(
            "%s costs %s in, %s out and %s cached for each 1M tokens (%s, %s).",
            current.name(),
            current.rates().input().toPlainString(),
            current.rates().output().toPlainString(),
            current.rates().cached().toPlainString(),
            current.provider(),
            current.grounds().dated()));
    if (t.calls().now().output().signum() == 0) {
      all.add(
          "No tokens that come back are counted: traffic.outputTokens is 0. They usually cost the"
              + " most.");
    }
    all.add(
        experimentsUsd
            .map(u -> "All experiments cost " + u.toPlainString() + " USD, as given.")
            .orElse(
                Text.of(
                    "%d experiment%s of the same size%s.",
                    spec.experiments(),
                    spec.experiments() == 1 ? "" : "s",
                    spec.experiments() == 1 ? "; most projects need 3 to 5" : "")));
    all.add(
        Text.of(
            "People work %s to %s hours at %s USD: data 8-20 h, evaluation set 4-8 h, each try 2-4"
                + " h.",
            t.people().hoursLow().toPlainString(),
            t.people().hoursHigh().toPlainString(),
            t.people().hourlyRate().toPlainString()));
    all.add(
        Text.of(
            "A month has 30 days; calls change by %s %% from month to month; what is billed monthly"
                + " is paid on its first day.",
            t.calls().growthPercent().toPlainString()));
    all.add(
        Text.of(
            "Draws vary calls by %.0f %%, tokens of fine-tuned calls by %.0f %%, training and own"
                + " speed by %.0f %%, and hours between their ends.",
            100 * MonteCarlo.CALLS, 100 * MonteCarlo.TOKENS, 100 * MonteCarlo.TRAINING));
    all.add("The fine-tuned model is as good as the present one: measure that first.");
    return all;
  }
}
