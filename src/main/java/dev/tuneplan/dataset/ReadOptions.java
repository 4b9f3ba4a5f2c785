package dev.tuneplan.dataset;

import java.util.Optional;

/**
 * How rows are to be taken.
 *
 * @param layout what the fields mean; empty: told from the first row whose fields say it
 * @param mapping names of fields and roles
 * @param badRows how many rows may be bad
 * @param maxRowBytes a row of more bytes is bad, and is not kept in memory; 1 KiB to 1 GiB
 */
public record ReadOptions(
    Optional<Layout> layout, Mapping mapping, BadRowLimit badRows, int maxRowBytes) {
  /** 64 MiB: some hundred times the longest context of today's models. */
  public static final int MAX_ROW_BYTES = 64 << 20;

  /** Layout from the rows, the usual names, at most 1 % bad rows. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(Optional.empty(), Mapping.NONE, BadRowLimit.DEFAULT, MAX_ROW_BYTES);

  public ReadOptions {
    if (maxRowBytes < 1 << 10 || maxRowBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "maxRowBytes must be 1 KiB to 1 GiB, was " + maxRowBytes + " bytes");
    }
  }

  /** The same with a layout, such as one that a first pass found. */
  public ReadOptions with(Layout known) {
    return new ReadOptions(Optional.of(known), mapping, badRows, maxRowBytes);
  }

  /** The same with names of fields and roles. */
  public ReadOptions with(Mapping names) {
    return new ReadOptions(layout, names, badRows, maxRowBytes);
  }

  /** The same with another limit of bad rows. */
  public ReadOptions with(BadRowLimit limit) {
    return new ReadOptions(layout, mapping, limit, maxRowBytes);
  }
}
