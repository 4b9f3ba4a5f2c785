package dev.tuneplan.calibrate;

/**
 * What is believed of a group's mean.
 *
 * @param mean of the logarithm
 * @param variance in units of that between repetitions of one run, > 0
 */
record Belief(double mean, double variance) {
  /** After what a group's runs say. */
  Belief told(double said, double precision) {
    double both = 1 / variance + Math.max(0, precision);
    return new Belief((mean / variance + Math.max(0, precision) * said) / both, 1 / both);
  }

  /** Of a narrower group of which nothing is known. */
  Belief narrowed(double between) {
    return new Belief(mean, variance + between);
  }

  /** Of a group after all of its runs but those of one narrower group. */
  Belief without(Group all, Group one) {
    double precision = all.precision() - one.saidPrecision();
    double weighted = all.precision() * all.mean() - one.saidPrecision() * one.mean();
    return precision > 1e-9 ? told(weighted / precision, precision) : this;
  }
}
