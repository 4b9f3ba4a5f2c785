package dev.tuneplan.packing;

import java.util.Arrays;

/**
 * Bins in the order of their opening; each item goes into the first with room, in logarithmic time.
 */
final class FirstFit {
  private static final int CLOSED = -1;

  private final int capacity;
  private final int perBin;
  private final int leaves;
  private final int[] room; // a tree: room[1] is the most room of any bin, leaves follow
  private final int[] tokens;
  private final int[] items;
  private int bins;

  /**
   * Empty.
   *
   * @param capacity tokens of a bin
   * @param perBin items of a bin at most, ≥ 1
   * @param most items that will come at most
   */
  FirstFit(int capacity, int perBin, int most) {
    this.capacity = capacity;
    this.perBin = perBin;
    leaves = Math.max(1, Integer.highestOneBit(Math.max(1, most - 1)) << 1);
    room = new int[2 * leaves];
    Arrays.fill(room, CLOSED);
    tokens = new int[most];
    items = new int[most];
  }

  void place(int size) {
    int bin = room[1] >= size ? first(size) : bins++;
    tokens[bin] += size;
    items[bin]++;
    int left = items[bin] < perBin ? Math.max(capacity - tokens[bin], CLOSED) : CLOSED;
    int node = leaves + bin;
    room[node] = left;
    for (node >>= 1; node > 0; node >>= 1) {
      room[node] = Math.max(room[2 * node], room[2 * node + 1]);
    }
  }

  private int first(int size) {
    int node = 1;
    while (node < leaves) {
      node = 2 * node + (room[2 * node] >= size ? 0 : 1);
    }
    return node - leaves;
  }

  void addTo(Rows.Builder rows) {
    for (int bin = 0; bin < bins; bin++) {
      rows.add(tokens[bin]);
    }
  }
}
