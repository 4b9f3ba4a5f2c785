package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run spec's hardware.spot, prices.providers and prices.regions choose among offers. */
class PlanOffersTest {
  private static String plan(int code, String spec, String... more) {
    StringWriter out = new StringWriter();
    List<String> args = new ArrayList<>(List.of(more));
    args.addAll(0, List.of("plan", "src/test/resources/specs/" + spec + ".yaml"));
    PrintWriter both = new PrintWriter(out);
    assertThat(Main.run(both, both, args.toArray(String[]::new))).isEqualTo(code);
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spot-allowed", "spot-only", "spot-never", "nobody-sells", "unknown-provider"})
  void printsWhatWasReviewed(String spec) throws IOException {
    Golden.verify("plan-" + spec, "plan", "src/test/resources/specs/" + spec + ".yaml");
  }

  @Test
  void takesTheCheapestOfSpotAndOnDemandWhenBothMayBeUsed() {
    assertThat(plan(0, "spot-allowed", "-o", "json")).contains("\"spot\": true");
  }

  @Test
  void takesSpotOffersAloneWhenOnlyTheyMayBeUsed() {
    assertThat(plan(0, "spot-only", "-o", "json"))
        .contains("\"spot\": true", "eu-west-2")
        .doesNotContain("\"spot\": false", "us-east-1");
  }

  @Test
  void takesNoSpotOfferWhenNoneMayBeUsed() {
    assertThat(plan(0, "spot-never", "-o", "json"))
        .contains("\"spot\": false")
        .doesNotContain("\"spot\": true", "aws");
  }

  @Test
  void answersWithoutPricesWhenNoOfferIsLeft() {
    assertThat(plan(0, "nobody-sells"))
        .contains("unpriced", "the budget cannot be judged")
        .doesNotContain("$0");
  }

  @Test
  void namesAProviderThatNobodyHas() {
    assertThat(plan(0, "unknown-provider")).contains("did you mean 'lambda'?", "unpriced");
  }
}
