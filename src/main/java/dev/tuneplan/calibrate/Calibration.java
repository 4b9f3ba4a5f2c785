package dev.tuneplan.calibrate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Corrections learned from observations. The mean of the logarithms of a group is drawn towards
 * that of the wider group around it, as if that were two runs more (half a run for repetitions of
 * the very same run); old runs count less; single ones cannot count for more than a factor of two.
 * (Normal-normal shrinkage, Efron and Morris 1975; the interval is Student's t of 4 degrees of
 * freedom until nine runs are there, then that which would have held four in five of them: split
 * conformal prediction, Vovk 2005.)
 */
public final class Calibration {
  private static final double PSEUDO_RUNS = 2;
  private static final double PSEUDO_REPEATS = 0.5;
  private static final double MOST = 0.7;
  private static final Duration HALF_LIFE = Duration.ofDays(90);
  private static final int CONFORMAL = 9;
  private static final double COVERED = 0.8;

  /** Runs of a spread that the prior is worth. */
  private static final double PRIOR_RUNS = 2;

  /** Quantile 0.9 of Student's t with 4 degrees of freedom, by which a Range is made. */
  private static final double T4 = 1.533;

  /** The group of a stack, a GPU and a method in a key's path. */
  private static final int OWN = 3;

  private final Map<Quantity, Map<String, Group>> groups = new HashMap<>();

  /** A weighted value. */
  private record Weighted(double y, double weight) {}

  /** The observations of a group. */
  private static final class Group {
    final List<Weighted> values = new ArrayList<>();
    double weight;
    double sum;

    void add(Weighted v) {
      values.add(v);
      weight += v.weight;
      sum += v.weight * v.y;
    }

    /** Without those of a narrower group, which speak for themselves there. */
    double mean(Group narrower, double parent, double pseudo) {
      return (sum - narrower.sum + pseudo * parent) / (weight - narrower.weight + pseudo);
    }
  }

  private static final Group NOBODY = new Group();

  private Calibration() {}

  /**
   * Learns. What an outlier is has been decided before ({@link Outliers}).
   *
   * @param now from when on the age of runs counts
   */
  public static Calibration of(List<Observation> observations, Instant now) {
    Calibration c = new Calibration();
    observations.stream().filter(o -> !o.atLeast()).forEach(o -> c.add(o, o.log(), now));
    // those that are known to be more are put where they are expected, given all others
    for (Observation o : observations) {
      if (o.atLeast()) {
        Correction known = c.of(o.quantity(), o.key(), 0.15);
        c.add(o, Censored.expected(o.log(), Math.log(known.factor()), known.logSd()), now);
      }
    }
    return c;
  }

  private void add(Observation o, double log, Instant now) {
    double days = Math.max(0, Duration.between(o.made(), now).toHours() / 24.0);
    double weight = Math.pow(0.5, days / HALF_LIFE.toDays());
    Weighted value = new Weighted(Math.clamp(log, -MOST, MOST), weight);
    Map<String, Group> of = groups.computeIfAbsent(o.quantity(), q -> new HashMap<>());
    for (String name : o.key().path()) {
      of.computeIfAbsent(name, n -> new Group()).add(value);
    }
  }

  /**
   * What to make of a prediction.
   *
   * @param prior standard deviation of the logarithm without any run
   */
  public Correction of(Quantity quantity, Key key, double prior) {
    Map<String, Group> of = groups.getOrDefault(quantity, Map.of());
    List<String> path = key.path();
    double mean = 0;
    for (int i = 0; i < path.size(); i++) {
      Group group = of.getOrDefault(path.get(i), NOBODY);
      Group narrower = i + 1 < path.size() ? of.getOrDefault(path.get(i + 1), NOBODY) : NOBODY;
      mean = group.mean(narrower, mean, i + 1 < path.size() ? PSEUDO_RUNS : PSEUDO_REPEATS);
    }
    Group own = of.get(path.get(OWN));
    if (own == null) {
      return new Correction(Math.exp(mean), prior, 0);
    }
    return new Correction(Math.exp(mean), spread(own, mean, prior), own.values.size());
  }

  /**
   * The prior's variance is that within a group and that between groups, as two to one; the one
   * within is learned, and the one between shrinks with every run.
   */
  private static double spread(Group own, double mean, double prior) {
    double between = prior * prior / (1 + PSEUDO_RUNS);
    double within = prior * prior - between;
    double squares = own.values.stream().mapToDouble(v -> v.weight * square(v.y - mean)).sum();
    double learned = (PRIOR_RUNS * within + squares) / (PRIOR_RUNS + own.weight);
    double normal = Math.sqrt(learned + 1 / (own.weight / learned + 1 / between));
    return own.values.size() < CONFORMAL ? normal : Math.max(conformal(own), normal / 3);
  }

  /** The width that would have held four in five of the group, each told by all others. */
  private static double conformal(Group own) {
    double[] scores =
        own.values.stream()
            .mapToDouble(v ->
                Math.abs(
                    v.y - (own.sum - v.weight * v.y) / (own.weight - v.weight + Double.MIN_NORMAL)))
            .sorted()
            .toArray();
    int index = (int) Math.ceil((scores.length + 1) * COVERED) - 1;
    return scores[Math.min(index, scores.length - 1)] / T4;
  }

  private static double square(double x) {
    return x * x;
  }

  /** How many observations it has of a quantity. */
  public int runs(Quantity quantity) {
    Group all = groups.getOrDefault(quantity, Map.of()).get("");
    return all == null ? 0 : all.values.size();
  }
}
