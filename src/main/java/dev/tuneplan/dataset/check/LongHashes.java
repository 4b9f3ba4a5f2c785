package dev.tuneplan.dataset.check;

/**
 * A set of 64-bit hashes in one array, at most 15 bytes each once it has grown: it is 8 bytes a
 * slot, and between 53 and 80 % of the slots are in use.
 */
final class LongHashes {
  private static final double FULLEST = 0.8;
  private static final double GROWTH = 1.5;
  private long[] slots = new long[1024];
  private int size;

  /** Adds a hash; false when it was there. */
  boolean add(long hash) {
    long key = key(hash);
    int at = find(key);
    if (slots[at] == key) {
      return false;
    }
    slots[at] = key;
    if (++size > FULLEST * slots.length) {
      grow();
    }
    return true;
  }

  boolean contains(long hash) {
    long key = key(hash);
    return slots[find(key)] == key;
  }

  int size() {
    return size;
  }

  /** Zero marks an empty slot, so that a hash of zero is taken for another. */
  private static long key(long hash) {
    return hash == 0 ? 1 : hash;
  }

  private int find(long key) {
    int at = (int) Math.unsignedMultiplyHigh(key, slots.length);
    while (slots[at] != 0 && slots[at] != key) {
      at = at + 1 == slots.length ? 0 : at + 1;
    }
    return at;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[(int) (old.length * GROWTH)];
    for (long key : old) {
      if (key != 0) {
        slots[find(key)] = key;
      }
    }
  }
}
