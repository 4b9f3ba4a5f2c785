package dev.tuneplan.packing;

/** What the records of this room refuse. */
final class Check {
  private Check() {}

  static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
    }
  }
}
