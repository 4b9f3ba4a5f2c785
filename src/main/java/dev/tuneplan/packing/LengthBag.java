package dev.tuneplan.packing;

/** Lengths from 0 to a maximum, each as often as added; finds the nearest one up or down. */
final class LengthBag {
  private final int[] counts;
  // bit v of leaves: counts[v] > 0; bit w of blocks: leaves[w] ≠ 0
  private final long[] leaves;
  private final long[] blocks;
  private int size;

  LengthBag(int max) {
    counts = new int[max + 1];
    leaves = new long[(max >> 6) + 1];
    blocks = new long[(max >> 12) + 1];
  }

  int size() {
    return size;
  }

  void add(int value) {
    size++;
    if (counts[value]++ == 0) {
      leaves[value >> 6] |= 1L << value;
      blocks[value >> 12] |= 1L << (value >> 6);
    }
  }

  void remove(int value) {
    size--;
    if (--counts[value] == 0) {
      leaves[value >> 6] &= ~(1L << value);
      if (leaves[value >> 6] == 0) {
        blocks[value >> 12] &= ~(1L << (value >> 6));
      }
    }
  }

  /** Takes out all of one length and says how many there were. */
  int removeAll(int value) {
    int times = counts[value];
    counts[value] = Math.min(times, 1);
    size -= times - counts[value];
    if (times > 0) {
      remove(value);
    }
    return times;
  }

  /** The smallest length of at least {@code value}, or {@code otherwise}. */
  int ceiling(int value, int otherwise) {
    if (value >= counts.length) {
      return otherwise;
    }
    long leaf = leaves[value >> 6] & (-1L << value);
    if (leaf != 0) {
      return (value & ~63) + Long.numberOfTrailingZeros(leaf);
    }
    int from = (value >> 6) + 1;
    for (int block = from >> 6; block < blocks.length; block++) {
      long bits = block == from >> 6 ? blocks[block] & (-1L << from) : blocks[block];
      if (bits != 0) {
        int word = (block << 6) + Long.numberOfTrailingZeros(bits);
        return (word << 6) + Long.numberOfTrailingZeros(leaves[word]);
      }
    }
    return otherwise;
  }

  /** The largest length of at most {@code value}, or {@code otherwise}. */
  int floor(int value, int otherwise) {
    if (value < 0) {
      return otherwise;
    }
    int start = Math.min(value, counts.length - 1);
    long leaf = leaves[start >> 6] & (-1L >>> (63 - (start & 63)));
    if (leaf != 0) {
      return (start | 63) - Long.numberOfLeadingZeros(leaf);
    }
    int from = (start >> 6) - 1;
    for (int block = from >> 6; block >= 0; block--) {
      long bits = block == from >> 6 ? blocks[block] & (-1L >>> (63 - (from & 63))) : blocks[block];
      if (bits != 0) {
        int word = ((block << 6) | 63) - Long.numberOfLeadingZeros(bits);
        return ((word << 6) | 63) - Long.numberOfLeadingZeros(leaves[word]);
      }
    }
    return otherwise;
  }
}
