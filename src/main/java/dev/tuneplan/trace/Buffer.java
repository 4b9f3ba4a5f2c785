package dev.tuneplan.trace;

/** A storage on the GPU that lives as long as someone holds it. */
final class Buffer {
  /** The CUDA caching allocator hands out multiples of this many bytes. */
  private static final double BLOCK = 512;

  final double bytes;
  int holders = 1;

  Buffer(double bytes) {
    this.bytes = blocks(bytes);
  }

  /** Bytes as the allocator hands them out. */
  static double blocks(double bytes) {
    return Math.ceil(bytes / BLOCK) * BLOCK;
  }
}
