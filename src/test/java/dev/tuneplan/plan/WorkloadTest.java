package dev.tuneplan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.plan.Workload.Bin;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static Workload padded(Bin... bins) {
    return new Workload(List.of(bins), 1, 1000, false);
  }

  @Test
  void examplesOfOneLengthNeedNoPadding() {
    assertThat(padded(new Bin(100, 50)).processed(8)).isEqualTo(5000);
  }

  @Test
  void aMicroBatchIsAsLongAsItsLongestExample() {
    // of two halves, three of four pairs hold a long one
    assertThat(padded(new Bin(50, 100), new Bin(50, 200)).processed(2))
        .isCloseTo(100 * (0.25 * 100 + 0.75 * 200), within(1e-9));
  }

  @Test
  void longExamplesAreCut() {
    assertThat(padded(new Bin(10, 5000)).processed(1)).isEqualTo(10_000);
    assertThat(padded(new Bin(10, 5000)).longest()).isEqualTo(1000);
  }

  @Test
  void lengthsAroundAMeanHaveThatMean() {
    List<Bin> bins = Workload.around(1000, 300);
    double mean = bins.stream().mapToDouble(b -> b.examples() * b.tokens()).sum() / 1000;
    assertThat(mean).isCloseTo(300, within(1e-9));
  }

  @Test
  void refusesNoExamples() {
    assertThatThrownBy(() -> new Workload(List.of(), 1, 10, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 bins");
  }

  @Test
  void agreesWithDrawingBatchesForAnyHistogram() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      List<Bin> bins = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        bins.add(new Bin(1 + random.nextInt(20), 1 + random.nextInt(900)));
      }
      Workload work = new Workload(bins, 1, 1000, false);
      int micro = 1 + random.nextInt(8);
      assertThat(work.processed(micro) / work.examples())
          .isCloseTo(
              drawn(bins, micro, random), org.assertj.core.data.Percentage.withPercentage(3));
      assertThat(work.processed(micro)).isGreaterThanOrEqualTo(work.tokens() - 1e-6);
    }
  }

  private static double drawn(List<Bin> bins, int micro, Random random) {
    double all = bins.stream().mapToDouble(Bin::examples).sum();
    double sum = 0;
    int batches = 20_000;
    for (int i = 0; i < batches; i++) {
      double longest = 0;
      for (int k = 0; k < micro; k++) {
        double at = random.nextDouble() * all;
        for (Bin b : bins) {
          at -= b.examples();
          if (at <= 0) {
            longest = Math.max(longest, b.tokens());
            break;
          }
        }
      }
      sum += longest;
    }
    return sum / batches;
  }
}
