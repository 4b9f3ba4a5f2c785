package dev.tuneplan.trace;

/**
 * Work of a part of a step on one GPU.
 *
 * @param operators kernels started
 * @param bytes read and written by them
 * @param products kernels among them that multiply matrices
 * @param productBytes read and written by those
 * @param linear FLOPs of matrix products
 * @param wide FLOPs among them on 32-bit values
 * @param attention FLOPs of attention, half of the square where it is causal
 * @param attentionBytes read and written by attention kernels
 * @param unpacked bytes moved to unpack quantised matrices
 */
public record StepWork(
    double operators,
    double bytes,
    double products,
    double productBytes,
    double linear,
    double wide,
    double attention,
    double attentionBytes,
    double unpacked) {
  /** FLOPs of all kinds. */
  public double flops() {
    return linear + attention;
  }

  /** Bytes that are neither products', attention's nor unpacking's. */
  public double otherBytes() {
    return Math.max(0, bytes - productBytes - attentionBytes - unpacked);
  }

  /** How many times more operators, bytes, and FLOPs of products and of attention. */
  record Factors(double operators, double bytes, double linear, double attention) {}

  /** The same with other amounts of work, evenly over its kinds. */
  StepWork times(Factors f) {
    return new StepWork(
        operators * f.operators,
        bytes * f.bytes,
        products * f.operators,
        productBytes * f.bytes,
        linear * f.linear,
        wide * f.linear,
        attention * f.attention,
        attentionBytes * f.bytes,
        unpacked * f.bytes);
  }
}
