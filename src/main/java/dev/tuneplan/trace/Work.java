package dev.tuneplan.trace;

/** Kernels, floating-point operations and memory traffic of a part of a step. */
final class Work {
  double operators;
  double bytes;
  double products;
  double productBytes;
  double linear;
  double wide;
  double attention;
  double attentionBytes;
  double unpacked;

  void kernel(double moved) {
    operators++;
    bytes += moved;
  }

  /** Adds another part, so many times. */
  void add(Work other, double times) {
    operators += times * other.operators;
    bytes += times * other.bytes;
    products += times * other.products;
    productBytes += times * other.productBytes;
    linear += times * other.linear;
    wide += times * other.wide;
    attention += times * other.attention;
    attentionBytes += times * other.attentionBytes;
    unpacked += times * other.unpacked;
  }

  /** The same as seen from outside. */
  StepWork frozen() {
    return new StepWork(
        operators,
        bytes,
        products,
        productBytes,
        linear,
        wide,
        attention,
        attentionBytes,
        unpacked);
  }
}
