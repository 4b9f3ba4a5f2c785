package dev.tuneplan.trace;

/**
 * A matrix with its adapter.
 *
 * @param in input features
 * @param out output features
 * @param bias whether it has one
 * @param apart whether the bias is added by a kernel of its own
 * @param rank of the adapter; 0 means none
 */
record Matrix(long in, long out, boolean bias, boolean apart, int rank) {
  Matrix(long in, long out, boolean bias, int rank) {
    this(in, out, bias, false, rank);
  }
}
