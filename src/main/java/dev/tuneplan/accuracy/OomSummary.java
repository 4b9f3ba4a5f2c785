package dev.tuneplan.accuracy;

import java.util.List;

/**
 * How often fitting was called right: a probability of 50 % parts the two.
 *
 * @param outOfMemory runs that ended out of memory
 * @param calledOutOfMemory those of them that were called so
 * @param ran runs that went through
 * @param calledFitting those of them that were called so
 */
public record OomSummary(long outOfMemory, long calledOutOfMemory, long ran, long calledFitting) {
  /** Counts the rows that could be placed. */
  public static OomSummary of(List<Row> rows) {
    List<Row.Oom> all = rows.stream().flatMap(r -> r.oom().stream()).toList();
    return new OomSummary(
        all.stream().filter(Row.Oom::happened).count(),
        all.stream().filter(o -> o.happened() && o.right()).count(),
        all.stream().filter(o -> !o.happened()).count(),
        all.stream().filter(o -> !o.happened() && o.right()).count());
  }

  /** Share of all labels that were called right, percent. */
  public double rightPct() {
    long all = outOfMemory + ran;
    return all == 0 ? 0 : 100.0 * (calledOutOfMemory + calledFitting) / all;
  }
}
