package dev.tuneplan.calibrate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Corrections learned from observations. Groups lie within each other: everything, the stack, its
 * GPU, the method, the model, the very same run. The mean of each is around that of the wider one,
 * by half of the variance between repetitions, or by twice of it for the very same run: as if what
 * is known of the wider group were two runs more, or half a run (nested random effects, solved
 * exactly; Searle, Casella and McCulloch, Variance Components, 1992, 3). Old runs count less;
 * single ones cannot count for more than a factor of two.
 *
 * <p>Of how much the whole varies an estimate's own interval is the belief before any run, worth
 * the four degrees of freedom that it is made with; each run of the same stack, GPU and method adds
 * one (Gelman et al., Bayesian Data Analysis, 3rd ed., 3.3). From nine such runs on the interval is
 * that which would have held four in five of them (split conformal prediction, Vovk 2005).
 */
public final class Calibration {
  /** Of each group around the wider one, the widest first, in variances between repetitions. */
  private static final double[] BETWEEN = {0.5, 0.5, 0.5, 0.5, 0.5, 2};

  /** All of these, and the repetitions themselves. */
  private static final double WHOLE = 5.5;

  private static final double MOST = 0.7;
  private static final Duration HALF_LIFE = Duration.ofDays(90);
  private static final int CONFORMAL = 9;
  private static final double COVERED = 0.8;

  /** Degrees of freedom with which a Range is made. */
  private static final double FREEDOM = 4;

  /** The quantile of it that a Range takes. */
  private static final double T4 = 1.533;

  /** The group of a stack, a GPU and a method in a key's path. */
  private static final int OWN = 3;

  /** Means settle long before. */
  private static final int ROUNDS = 20;

  private static final double SETTLED = 1e-6;
  private static final double PRIOR = 0.15;

  private final Map<Quantity, Group> groups = new EnumMap<>(Quantity.class);

  private final Instant now;

  private Calibration(Instant now) {
    this.now = now;
  }

  /**
   * Learns. What an outlier is has been decided before ({@link Outliers}).
   *
   * @param now from when on the age of runs counts
   */
  public static Calibration of(List<Observation> observations, Instant now) {
    List<Observation> exact = observations.stream().filter(o -> !o.atLeast()).toList();
    List<Observation> bounds = observations.stream().filter(Observation::atLeast).toList();
    Calibration c = new Calibration(now);
    c.add(exact);
    // those that are known to be more are put where they are expected, given all others
    // (expectation maximisation: Dempster, Laird and Rubin 1977)
    double[] before = new double[bounds.size()];
    for (int round = 0; round < ROUNDS && !bounds.isEmpty(); round++) {
      Calibration next = new Calibration(now);
      next.add(exact);
      double moved = 0;
      for (int i = 0; i < before.length; i++) {
        Value value = c.expected(bounds.get(i));
        moved = Math.max(moved, Math.abs(value.y() - before[i]));
        before[i] = value.y();
        next.put(bounds.get(i), value);
      }
      next.tell();
      c = next;
      if (moved < SETTLED) {
        break;
      }
    }
    return c;
  }

  private Value expected(Observation o) {
    Correction known = of(o.quantity(), o.key(), PRIOR);
    Censored.Expected e =
        Censored.expected(o.log(), Math.log(known.factor()), Math.max(1e-3, known.logSd()));
    return new Value(within(e.mean()), weight(o), e.variance(), true, o.made());
  }

  private void add(List<Observation> observations) {
    observations.forEach(o -> put(o, new Value(within(o.log()), weight(o), 0, false, o.made())));
    tell();
  }

  private static double within(double log) {
    return Math.clamp(log, -MOST, MOST);
  }

  private double weight(Observation o) {
    double days = Math.max(0, Duration.between(o.made(), now).toHours() / 24.0);
    return Math.pow(0.5, days / HALF_LIFE.toDays());
  }

  private void put(Observation o, Value value) {
    Group group = groups.computeIfAbsent(o.quantity(), q -> new Group(BETWEEN[0]));
    group.add(value);
    List<String> path = o.key().path();
    for (int i = 1; i < path.size(); i++) {
      group = group.narrower(path.get(i), BETWEEN[i]);
      group.add(value);
    }
  }

  private void tell() {
    groups.values().forEach(Group::tell);
  }

  /**
   * What to make of a prediction.
   *
   * @param prior standard deviation of the logarithm without any run
   */
  public Correction of(Quantity quantity, Key key, double prior) {
    Group all = groups.getOrDefault(quantity, new Group(BETWEEN[0]));
    List<Group> path = new ArrayList<>(List.of(all));
    for (int i = 1; i < BETWEEN.length; i++) {
      path.add(path.getLast().find(key.path().get(i), BETWEEN[i]));
    }
    Belief belief = new Belief(0, BETWEEN[0]);
    Belief around = belief;
    for (int i = 0; i + 1 < path.size(); i++) {
      around = i == OWN ? belief : around;
      Group next = path.get(i + 1);
      belief = belief.without(path.get(i), next).narrowed(next.between());
    }
    Group same = path.getLast();
    belief = belief.told(same.mean(), same.precision());
    Group own = path.get(OWN);
    double factor = Math.exp(belief.mean());
    return own.values().isEmpty()
        ? Correction.unknown(factor, prior)
        : new Correction(
            factor,
            spread(own, around, belief, prior),
            own.values().size(),
            own.bounds(),
            own.last(),
            Math.max(0, Duration.between(own.last(), now).toDays()));
  }

  /** The posterior predictive of a normal law of which mean and variance are not known. */
  private static double spread(Group own, Belief around, Belief belief, double prior) {
    double repetition = prior * prior / WHOLE;
    double far = own.mean() - around.mean();
    double squares = own.squares() + far * far / (around.variance() + 1 / own.precision());
    double freedom = FREEDOM + own.runs();
    double learned = (FREEDOM * repetition + squares) / freedom;
    double normal = Math.sqrt(learned * (1 + belief.variance())) * StudentT.p90(freedom) / T4;
    return own.values().size() < CONFORMAL ? normal : Math.max(conformal(own), normal / 3);
  }

  /** The width that would have held four in five of the group, each told by all others. */
  private static double conformal(Group own) {
    double sum = own.values().stream().mapToDouble(v -> v.weight() * v.y()).sum();
    double weight = own.runs();
    double[] scores =
        own.values().stream()
            .mapToDouble(v ->
                Math.abs(
                    v.y() - (sum - v.weight() * v.y()) / (weight - v.weight() + Double.MIN_NORMAL)))
            .sorted()
            .toArray();
    int index = (int) Math.ceil((scores.length + 1) * COVERED) - 1;
    return scores[Math.min(index, scores.length - 1)] / T4;
  }

  /** How many observations it has of a quantity. */
  public int runs(Quantity quantity) {
    Group all = groups.get(quantity);
    return all == null ? 0 : all.values().size();
  }
}
