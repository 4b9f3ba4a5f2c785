package dev.tuneplan.calibrate;

import java.time.Instant;

/**
 * What one observation says.
 *
 * @param y the logarithm of what its prediction has to be multiplied by
 * @param weight in runs, > 0
 * @param unsure variance of y where it is only known to lie above a bound, else 0
 * @param bound whether it is
 */
record Value(double y, double weight, double unsure, boolean bound, Instant made) {}
