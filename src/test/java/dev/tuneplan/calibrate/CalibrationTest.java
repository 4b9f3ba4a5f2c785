package dev.tuneplan.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
  private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
  private static final Key KEY = new Key("axolotl", "h100", "lora", "llama", "a");

  private static Key key(String method, String config) {
    return new Key("axolotl", "h100", method, "llama", config);
  }

  private static Observation run(int id, Key key, double factor, int daysOld) {
    return new Observation(
        "r" + id,
        Quantity.SPEED,
        key,
        100,
        100 * factor,
        false,
        NOW.minus(Duration.ofDays(daysOld)));
  }

  private static Correction learned(Key key, Observation... runs) {
    return Calibration.of(List.of(runs), NOW).of(Quantity.SPEED, key, 0.15);
  }

  @Test
  void withoutRunsAPredictionStaysAsItIs() {
    assertThat(learned(KEY)).isEqualTo(Correction.unknown(1, 0.15));
  }

  @Test
  void oneRunOfTheVerySameIsBelievedButForItsOwnNoise() {
    // all five groups and the repetitions, of which the run's own noise is one part in 5.5
    Correction c = learned(KEY, run(1, KEY, 1.3, 0));
    assertThat(Math.log(c.factor())).isCloseTo(Math.log(1.3) * 4.5 / 5.5, within(1e-12));
    assertThat(c.runs()).isOne();
    assertThat(c.last()).isEqualTo(NOW);
  }

  @Test
  void anotherRunOfTheModelIsBelievedForWhatBothShare() {
    Correction c = learned(key("lora", "b"), run(1, KEY, 1.3, 0));
    assertThat(Math.log(c.factor())).isCloseTo(Math.log(1.3) * 2.5 / 5.5, within(1e-12));
  }

  /** Many runs of all kinds, beside the same by the plain formula of a normal law's conditional. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsLearnedIsTheConditionalMeanOfAllRuns(long seed) {
    Random random = new Random(seed);
    List<Observation> runs = new ArrayList<>();
    int n = 1 + random.nextInt(12);
    for (int i = 0; i < n; i++) {
      runs.add(
          run(i, anyKey(random), Math.exp(0.2 * random.nextGaussian()), random.nextInt(3) * 45));
    }
    Key asked = anyKey(random);
    double[][] of = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        of[i][j] = shared(runs.get(i).key(), runs.get(j).key());
      }
      long days = Duration.between(runs.get(i).made(), NOW).toDays();
      of[i][i] += Math.pow(2, days / 90.0);
      of[i][n] = shared(runs.get(i).key(), asked);
    }
    double[] weights = solved(of);
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += weights[i] * runs.get(i).log();
    }
    Correction c = Calibration.of(runs, NOW).of(Quantity.SPEED, asked, 0.15);
    assertThat(Math.log(c.factor())).isCloseTo(mean, within(1e-9));
  }

  private static Key anyKey(Random r) {
    return new Key(
        "s" + r.nextInt(2),
        "g" + r.nextInt(2),
        "m" + r.nextInt(2),
        "f" + r.nextInt(2),
        "c" + r.nextInt(2));
  }

  /** Variance that two runs have in common. */
  private static double shared(Key a, Key b) {
    double sum = 0;
    for (int i = 0; i < a.path().size(); i++) {
      sum += a.path().get(i).equals(b.path().get(i)) ? i == 5 ? 2 : 0.5 : 0;
    }
    return sum;
  }

  /** By elimination; the right side is the last column. */
  private static double[] solved(double[][] of) {
    int n = of.length;
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        double by = i == k ? 0 : of[i][k] / of[k][k];
        for (int j = 0; j <= n; j++) {
          of[i][j] -= by * of[k][j];
        }
      }
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = of[i][n] / of[i][i];
    }
    return x;
  }

  @Test
  void moreRunsCountMoreAndNarrowTheInterval() {
    List<Observation> runs = new ArrayList<>();
    double sd = 0.15;
    double factor = 1;
    for (int i = 0; i < 8; i++) {
      runs.add(run(i, key("lora", "c" + i), 1.2, 0));
      Correction c = Calibration.of(runs, NOW).of(Quantity.SPEED, key("lora", "new"), 0.15);
      assertThat(c.factor()).isBetween(factor, 1.2);
      assertThat(c.logSd()).isLessThan(sd);
      factor = c.factor();
      sd = c.logSd();
    }
    assertThat(factor).isGreaterThan(1.15);
  }

  @Test
  void aRunOfAQuarterAgoCountsHalf() {
    Correction old = learned(key("lora", "b"), run(1, KEY, 1.3, 90));
    assertThat(Math.log(old.factor())).isCloseTo(Math.log(1.3) * 2.5 / 6.5, within(1e-12));
  }

  @Test
  void aWildRunCannotCountForMoreThanAFactorOfTwo() {
    assertThat(learned(KEY, run(1, KEY, 1000, 0)).factor()).isLessThan(2);
    assertThatThrownBy(() -> run(1, KEY, 0, 0)).hasMessageContaining("must be positive");
  }

  @Test
  void anotherMethodOnTheSameGpuTeachesALittle() {
    Correction c = learned(key("full", "a"), run(1, KEY, 1.3, 0), run(2, KEY, 1.3, 0));
    assertThat(c.factor()).isBetween(1.01, 1.2);
    assertThat(c.runs()).isZero();
    assertThat(c.logSd()).isEqualTo(0.15);
  }

  @Test
  void aRunThatEndedForWantOfMemoryTeachesThatItNeededMore() {
    Observation oom = new Observation("o", Quantity.MEMORY, KEY, 70, 80, true, NOW);
    Observation fitted = new Observation("f", Quantity.MEMORY, KEY, 70, 70, false, NOW);
    double with = Calibration.of(List.of(fitted, oom), NOW).of(Quantity.MEMORY, KEY, 0.15).factor();
    double without = Calibration.of(List.of(fitted), NOW).of(Quantity.MEMORY, KEY, 0.15).factor();
    assertThat(with).isGreaterThan(without + 0.05);
    // one that was predicted to need far more than there was says nothing new
    Observation sure = new Observation("o", Quantity.MEMORY, KEY, 160, 80, true, NOW);
    assertThat(Calibration.of(List.of(fitted, sure), NOW).of(Quantity.MEMORY, KEY, 0.15).factor())
        .isCloseTo(without, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 40})
  void intervalsHoldFourInFiveWhateverTheSpread(int known) {
    Random random = new Random(known);
    int held = 0;
    int all = 0;
    for (int world = 0; world < 400; world++) {
      double bias = 0.15 / Math.sqrt(3) * random.nextGaussian();
      List<Observation> runs = new ArrayList<>();
      for (int i = 0; i < known + 5; i++) {
        double log = bias + 0.15 * Math.sqrt(2.0 / 3) * random.nextGaussian();
        runs.add(run(i, key("lora", "c" + i), Math.exp(log), 0));
      }
      Calibration c = Calibration.of(runs.subList(0, known), NOW);
      for (Observation o : runs.subList(known, runs.size())) {
        held += c.of(Quantity.SPEED, o.key(), 0.15).of(100).holds(o.actual()) ? 1 : 0;
        all++;
      }
    }
    assertThat((double) held / all).isBetween(0.75, 0.9);
  }

  @Test
  void whatIsFarFromItsGroupIsLeftOutWithAReason() {
    List<Observation> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      runs.add(run(i, key("lora", "c" + i), 1.1 + 0.01 * i, 0));
    }
    Observation wild = run(7, key("lora", "w"), 0.4, 0);
    runs.add(wild);
    runs.add(run(8, key("full", "x"), 0.4, 0));
    Map<Observation, String> found = Outliers.of(runs);
    assertThat(found).containsOnlyKeys(wild);
    assertThat(found.get(wild)).startsWith("×0.40 where 6 others have ×1.12");
  }

  @Test
  void ofFewRunsNoneIsAnOutlier() {
    assertThat(Outliers.of(List.of(run(1, KEY, 1, 0), run(2, KEY, 1, 0), run(3, KEY, 9, 0))))
        .isEmpty();
  }

  @Test
  void knownRunsOfAGroupHelpItsOthers() {
    Random random = new Random(1);
    List<Learning.Case> cases = new ArrayList<>();
    for (int group = 0; group < 30; group++) {
      double bias = 0.3 * random.nextGaussian();
      for (int i = 0; i < 14; i++) {
        double log = bias + 0.03 * random.nextGaussian();
        Key key = new Key("stack" + group, "h100", "lora", "llama", "c" + i);
        cases.add(new Learning.Case(run(100 * group + i, key, Math.exp(log), 0), 0.15));
      }
    }
    List<Learning> all = Learning.of(cases, List.of(0, 1, 3, 10), 1);
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).medianErrorPct()).isLessThan(all.get(i - 1).medianErrorPct());
      assertThat(all.get(i).predictions()).isEqualTo(30 * 20 * 4);
    }
    assertThat(all.getLast().medianErrorPct()).isLessThan(0.3 * all.getFirst().medianErrorPct());
  }
}
