package dev.tuneplan.trace;

/** Kernels, floating-point operations and memory traffic of a part of a step. */
final class Work {
  double operators;
  double bytes;
  double linear;
  double attention;

  void kernel(double moved) {
    operators++;
    bytes += moved;
  }

  /** Adds another part, so many times. */
  void add(Work other, double times) {
    operators += times * other.operators;
    bytes += times * other.bytes;
    linear += times * other.linear;
    attention += times * other.attention;
  }
}
