package dev.tuneplan.trace;

import static dev.tuneplan.trace.TraceAgreement.at;
import static dev.tuneplan.trace.TraceAgreement.percents;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.trace.TracedRecord.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The core against the libraries, on the shapes that nobody looked at while it was made. What the
 * project aims at and does not reach is in accuracy/REPORT.md; these bounds keep what is reached.
 */
final class TraceAgreementTest {
  private static final List<TracedRecord> HOLDOUT =
      TracedRecord.of("holdout").stream().filter(TracedRecord::alone).toList();

  @Test
  void theGridHasFifteenFamiliesAndFifteenHundredSteps() {
    List<TracedRecord> build = TracedRecord.of("build");
    List<TracedRecord> holdout = TracedRecord.of("holdout");
    assertThat(build.size() + holdout.size()).isGreaterThanOrEqualTo(1500);
    assertThat(build.stream().map(r -> r.get("model_type")).distinct())
        .hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  void noModelIsBothBuiltOnAndHeldOut() {
    List<String> built =
        TracedRecord.of("build").stream().map(r -> r.get("model")).distinct().toList();
    assertThat(HOLDOUT).noneMatch(r -> built.contains(r.get("model")));
  }

  @Test
  void halfOfTheStepsAgreeInMemoryWithinATenthOfAPercent() {
    assertThat(at(percents(HOLDOUT, Quantity.MEMORY), 0.5)).isLessThanOrEqualTo(0.1);
  }

  @Test
  void nineteenOfTwentyStepsAgreeInMemoryWithinThreePercent() {
    assertThat(at(percents(HOLDOUT, Quantity.MEMORY), 0.95)).isLessThanOrEqualTo(3);
  }

  @Test
  void nineteenOfTwentyStepsAgreeInFlopsWithinHalfAPercent() {
    assertThat(at(percents(HOLDOUT, Quantity.FLOPS), 0.95)).isLessThanOrEqualTo(0.5);
  }

  @Test
  void nineteenOfTwentyStepsAgreeInBytesWithinFivePercent() {
    assertThat(at(percents(HOLDOUT, Quantity.BYTES), 0.95)).isLessThanOrEqualTo(5);
  }

  @Test
  void nineteenOfTwentyStepsAgreeInOperatorsWithinFivePercent() {
    assertThat(at(percents(HOLDOUT, Quantity.OPERATORS), 0.95)).isLessThanOrEqualTo(5);
  }
}
