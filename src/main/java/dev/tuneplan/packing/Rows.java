package dev.tuneplan.packing;

import java.util.Arrays;

/** The rows that a packing made, and what it left out. */
public final class Rows {
  private final int room;
  private final int[] lengths;
  private final Losses losses;

  private Rows(int room, int[] lengths, Losses losses) {
    this.room = room;
    this.lengths = lengths;
    this.losses = losses;
  }

  /**
   * Tokens of each row without padding, as a new array. The order is that of the trainer only where
   * the packing says so.
   */
  public int[] lengths() {
    return lengths.clone();
  }

  /** How many. */
  public int count() {
    return lengths.length;
  }

  /** Sums. */
  public Packed packed() {
    return new Packed(
        lengths.length,
        room,
        Arrays.stream(lengths).asLongStream().sum(),
        losses.tokens,
        losses.truncated,
        losses.dropped,
        Arrays.stream(lengths).max().orElse(0));
  }

  /** Rows while they are made. */
  static final class Builder {
    private final int room;
    private int[] lengths = new int[64];
    private int count;
    private final Losses losses = new Losses();

    Builder(int room) {
      this.room = room;
    }

    void add(int tokens) {
      if (count == lengths.length) {
        lengths = Arrays.copyOf(lengths, count + (count >> 1));
      }
      lengths[count++] = tokens;
    }

    void add(int tokens, int times) {
      for (int i = 0; i < times; i++) {
        add(tokens);
      }
    }

    /** Notes that a whole example is left out. */
    void drop(int tokens) {
      losses.dropped++;
      losses.tokens += tokens;
    }

    /** Notes that an example loses its end. */
    void truncate(int tokensLost) {
      losses.truncated++;
      losses.tokens += tokensLost;
    }

    Rows build() {
      return new Rows(room, Arrays.copyOf(lengths, count), losses);
    }
  }

  private static final class Losses {
    private long truncated;
    private long dropped;
    private long tokens;
  }
}
