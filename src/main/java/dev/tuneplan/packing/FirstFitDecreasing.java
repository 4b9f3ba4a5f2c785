package dev.tuneplan.packing;

import java.util.Arrays;

/**
 * First fit over the whole data, the longest first: no trainer does this; it shows what packing
 * could reach. Uses at most 11/9 of the fewest rows possible, and one more (Dósa 2007, <i>The tight
 * bound of First Fit Decreasing bin-packing algorithm is FFD(I) ≤ 11/9 OPT(I) + 6/9</i>).
 *
 * @param length tokens of a row, ≥ 1; longer examples are truncated
 */
public record FirstFitDecreasing(int length) implements Packing {
  public FirstFitDecreasing {
    Check.atLeast("length", length, 1);
  }

  @Override
  public Rows rows(int[] lengths) {
    Rows.Builder rows = new Rows.Builder(length);
    int[] ascending = lengths.clone();
    Arrays.sort(ascending);
    FirstFit bins = new FirstFit(length, Integer.MAX_VALUE, lengths.length);
    for (int i = ascending.length - 1; i >= 0; i--) {
      if (ascending[i] > length) {
        rows.truncate(ascending[i] - length);
      }
      if (ascending[i] > 0) {
        bins.place(Math.min(ascending[i], length));
      } else {
        rows.drop(0);
      }
    }
    bins.addTo(rows);
    return rows.build();
  }
}
