package dev.tuneplan.cli;

import static dev.tuneplan.cli.Session.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Session.class)
class UsageBudgetsTest {
  /** Fine-tuned 1.35 in October, base 2.875 in November, and what is unpriced. */
  private static final String LOG = "src/test/resources/usage/openai-usage.json";

  @TempDir private Path folder;

  @BeforeEach
  void ownLedger() {
    Session.in(folder);
  }

  @Test
  void areHeldInEachMonthOfTheLogs() throws IOException {
    said(0, "budget", "set", "usage=production", "2.50");
    said(0, "budget", "set", "tuned=yes", "1.50");
    Golden.verify("usage-budgets", "usage", LOG, "--budgets");
    Golden.verify("usage-budgets-json", "usage", LOG, "--budgets", "-o", "json");
  }

  @Test
  void areToldOnceForEachThreshold() {
    said(0, "budget", "set", "tuned=yes", "1.50");
    assertThat(said(0, "usage", LOG, "--budgets"))
        .contains("tuneplan: 90 % of the budget tuned=yes");
    assertThat(said(0, "usage", LOG, "--budgets")).doesNotContain("90 % of the budget");
    said(0, "budget", "set", "tuned=yes", "1.35");
    assertThat(said(0, "usage", LOG, "--budgets"))
        .as("all of it is spent, and not more")
        .contains("tuneplan: 100 % of the budget tuned=yes");
    said(0, "budget", "set", "tuned=yes", "1.34");
    assertThat(said(3, "usage", LOG, "--budgets")).doesNotContain("100 % of the budget");
  }

  @Test
  void areForEachModelByItself() {
    said(0, "budget", "set", "model=*", "2");
    assertThat(said(3, "usage", LOG, "--budgets"))
        .contains("model=gpt-4o-2024-08-06 per month: 2.00 USD")
        .contains("2.88 are spent in 2026-11, 143 %")
        .contains("1.35 are spent in 2026-10, 67 %")
        .contains("what is unpriced counts for no budget");
  }

  @Test
  void ofRunsAreNotTouchedByProduction() {
    said(0, "budget", "set", "all", "1");
    assertThat(said(0, "usage", LOG, "--budgets")).contains("no budget for production is set");
  }

  @Test
  void thatAreNotAskedForAreNotLookedAt() {
    said(0, "budget", "set", "usage=production", "0.01");
    assertThat(said(0, "usage", LOG)).doesNotContain("budget");
  }
}
