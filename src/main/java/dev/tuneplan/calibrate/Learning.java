package dev.tuneplan.calibrate;

import dev.tuneplan.base.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How much better predictions become when so many runs of the same stack, GPU and method are known:
 * of each group so many are drawn, and the others predicted.
 *
 * @param known runs of the group that were given
 * @param predictions of the others, over all groups and draws
 * @param medianErrorPct of |predicted ÷ actual − 1|
 * @param p90ErrorPct of the same
 * @param biasPct median of predicted ÷ actual − 1
 * @param coveredPct outcomes between P10 and P90
 */
public record Learning(
    int known,
    int predictions,
    double medianErrorPct,
    double p90ErrorPct,
    double biasPct,
    double coveredPct) {
  private static final int OWN = 3;
  private static final int DRAWS = 20;

  /**
   * One measured run.
   *
   * @param spread standard deviation of the logarithm that the estimate came with
   * @param exact what is known exactly, and is not in the observation, ≥ 0
   * @param outcome with what is known exactly, > 0
   */
  public record Case(Observation observation, double spread, double exact, double outcome) {
    /** Where nothing is known exactly. */
    public Case(Observation observation, double spread) {
      this(observation, spread, 0, observation.actual());
    }
  }

  /**
   * Replays groups that have more runs than the largest count, so that all counts are scored on the
   * same runs.
   *
   * @param seed of the draws
   */
  public static List<Learning> of(List<Case> cases, List<Integer> counts, long seed) {
    int most = Collections.max(counts);
    Map<String, List<Case>> groups = new LinkedHashMap<>();
    cases.forEach(c ->
        groups.computeIfAbsent(c.observation.key().path().get(OWN), k -> new ArrayList<>()).add(c));
    List<List<Case>> large = groups.values().stream().filter(g -> g.size() > most).toList();
    return counts.stream().map(k -> replay(large, k, most, seed)).toList();
  }

  private static Learning replay(List<List<Case>> groups, int known, int most, long seed) {
    List<Double> errors = new ArrayList<>();
    int covered = 0;
    for (List<Case> group : groups) {
      Random random = new Random(seed);
      for (int draw = 0; draw < DRAWS; draw++) {
        List<Case> order = new ArrayList<>(group);
        Collections.shuffle(order, random);
        Calibration c =
            Calibration.of(
                order.subList(0, known).stream().map(Case::observation).toList(), Instant.EPOCH);
        // the same ones are scored for every count
        for (Case one : order.subList(most, order.size())) {
          Observation o = one.observation;
          Range said = c.of(o.quantity(), o.key(), one.spread).of(o.predicted());
          errors.add((said.p50() + one.exact) / one.outcome - 1);
          covered += said.holds(one.outcome - one.exact) ? 1 : 0;
        }
      }
    }
    double[] sorted = errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double[] absolute = Arrays.stream(sorted).map(Math::abs).sorted().toArray();
    return new Learning(
        known,
        sorted.length,
        100 * at(absolute, 0.5),
        100 * at(absolute, 0.9),
        100 * at(sorted, 0.5),
        sorted.length == 0 ? 0 : 100.0 * covered / sorted.length);
  }

  private static double at(double[] sorted, double q) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, q * sorted.length)];
  }
}
