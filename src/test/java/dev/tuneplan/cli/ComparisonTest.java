package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Range;
import dev.tuneplan.files.Node;
import dev.tuneplan.plan.Candidate;
import dev.tuneplan.spec.SpecReader;
import dev.tuneplan.tokens.Progress;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final Function<Candidate, Double> USD =
      c -> c.usd().map(Range::p50).orElse(Double.NaN);

  @ParameterizedTest
  @CsvSource({
    "support-bot,llama-8b-qlora-a10g",
    "llama-8b-qlora-a10g,support-bot",
    "claim-lora-8b-1xa10g,support-bot",
    "llama2-7b-full-8xa100,llama-8b-qlora-a10g",
  })
  void theCostsOfChangesAddUpToTheDifference(String a, String b) {
    Comparison c =
        Comparison.of(
            open(a),
            open(b),
            tree -> Planning.of(Home.standard(), tree, DataCounting.kept(Progress.NONE)));
    double sum = 0;
    for (int i = 0; i < c.steps().size(); i++) {
      sum += Comparison.of(c.steps().get(i).after(), USD) - Comparison.of(c.before(i), USD);
    }
    assertThat(c.steps()).isNotEmpty();
    assertThat(sum)
        .isCloseTo(Comparison.of(c.to(), USD) - Comparison.of(c.from(), USD), within(1e-9));
  }

  private static Node open(String example) {
    return SpecReader.open(Path.of("examples", example + ".yaml"));
  }
}
