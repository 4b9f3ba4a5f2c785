package dev.tuneplan.measured;

import dev.tuneplan.agent.sample.Row;
import java.util.Arrays;
import java.util.List;

/** All rows of a device in an attempt, packed. */
public final class RowBlock {
  private final String device;
  private final int count;
  private final byte[] bytes;

  /**
   * One that was kept.
   *
   * @param count of the rows, ≥ 1
   * @param bytes as {@link #bytes} gave them
   */
  public RowBlock(String device, int count, byte[] bytes) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be >= 1, was " + count);
    }
    this.device = device;
    this.count = count;
    this.bytes = bytes.clone();
  }

  /** The device's id. */
  public String device() {
    return device;
  }

  /** How many rows. */
  public int count() {
    return count;
  }

  /** To be kept. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The rows, in order and to the last digit.
   *
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public List<Row> rows() {
    return new RowUnpacker(device, bytes).rows(count);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowBlock b
        && device.equals(b.device)
        && count == b.count
        && Arrays.equals(bytes, b.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * device.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return count + " rows of " + device + " in " + bytes.length + " bytes";
  }
}
