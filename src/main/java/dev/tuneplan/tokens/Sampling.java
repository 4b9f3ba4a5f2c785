package dev.tuneplan.tokens;

import dev.tuneplan.dataset.ChosenRows;
import dev.tuneplan.dataset.DataSource;
import dev.tuneplan.dataset.Position;
import dev.tuneplan.dataset.ReadOptions;
import dev.tuneplan.dataset.Row;
import dev.tuneplan.dataset.RowReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Counts samples of the strata of large data. Used once. */
final class Sampling {
  /**
   * Rough tokens (sixteenths) of a first sample, and of what it grows to while the interval is too
   * wide.
   */
  private static final long[] BUDGETS = {16 * 80_000L, 16 * 300_000L, 16 * 1_000_000L};

  /** Half a 95 % interval that is narrow enough: below one percent even when it is itself off. */
  private static final double NARROW = 0.008;

  private final DataSource source;
  private final ReadOptions options;
  private final DataIndex index;
  private final Tally[] tallies;
  private final Longest longest = new Longest();
  private final List<RowNote> refusals = new ArrayList<>();
  private long refused;

  Sampling(DataSource source, ReadOptions options, DataIndex index) {
    this.source = source;
    this.options = options.with(index.layout());
    this.index = index;
    this.tallies = new Tally[index.strata().size()];
    Arrays.setAll(tallies, i -> new Tally());
  }

  /** Counts of one stratum. */
  private static final class Tally {
    final List<Long> sizes = new ArrayList<>();
    final List<Integer> tokens = new ArrayList<>();
    final List<Integer> loss = new ArrayList<>();
    int asked;

    void add(long size, int tokens, int loss) {
      sizes.add(size);
      this.tokens.add(tokens);
      this.loss.add(loss);
    }
  }

  /** A drawn example and the stratum that it stands for. */
  private record Place(int stratum, Stratum.Drawn drawn) {}

  Counted count(ExampleCounter counter, int threads) {
    boolean seekable =
        index.strata().stream().flatMap(s -> s.drawn().stream()).allMatch(d -> d.offset() >= 0);
    // what cannot be gone into is read from its beginning each time
    for (long budget : seekable ? BUDGETS : new long[] {BUDGETS[1]}) {
      count(counter, threads, more(Allocation.of(index.strata(), budget)));
      if (Estimation.tokens(parts()).relative() <= NARROW) {
        break;
      }
    }
    List<Estimation.Part> parts = parts();
    Lengths lengths = Estimation.lengths(parts);
    double unknown = 0;
    for (int i = 0; i < lengths.counted(); i++) {
      unknown += lengths.loss(i) == ExampleTokens.Counted.UNKNOWN ? lengths.weight(i) : 0;
    }
    return new Counted(
        lengths,
        Estimation.tokens(parts),
        Estimation.loss(parts),
        unknown,
        longest.list(),
        counter.added(index.layout()),
        refused,
        refusals);
  }

  /** Examples that earlier rounds have not asked for. */
  private List<Place> more(int[] counts) {
    List<Place> places = new ArrayList<>();
    for (int s = 0; s < counts.length; s++) {
      List<Stratum.Drawn> drawn = index.strata().get(s).drawn();
      for (int i = tallies[s].asked; i < counts[s]; i++) {
        places.add(new Place(s, drawn.get(i)));
      }
      tallies[s].asked = Math.max(tallies[s].asked, counts[s]);
    }
    return places;
  }

  private void count(ExampleCounter counter, int threads, List<Place> places) {
    Map<Position, Place> byPosition = new HashMap<>();
    List<Position> positions = new ArrayList<>();
    for (Place p : places) {
      Stratum.Drawn d = p.drawn();
      Position at =
          new Position(
              d.file(),
              source.files().get(d.file()).name(),
              d.row(),
              d.offset() < 0 ? OptionalLong.empty() : OptionalLong.of(d.offset()));
      byPosition.put(at, p);
      positions.add(at);
    }
    positions.sort(Comparator.comparingInt(Position::file).thenComparingLong(Position::row));
    try (ChosenRows rows = RowReader.at(source, positions, options);
        Workers workers =
            new Workers(
                counter,
                threads,
                (row, tokens) -> {
                  Place p = byPosition.get(row.at());
                  if (p != null) {
                    take(p, row, tokens);
                  }
                })) {
      while (rows.next()) {
        if (rows.row() instanceof Row.Good good) {
          workers.add(good);
        }
      }
      workers.finish();
    }
  }

  private void take(Place p, Row.Good row, ExampleTokens tokens) {
    switch (tokens) {
      case ExampleTokens.Counted c -> {
        tallies[p.stratum()].add(p.drawn().size(), c.real(), c.loss());
        longest.add(row.at(), c.real());
      }
      case ExampleTokens.Refused r -> {
        tallies[p.stratum()].add(p.drawn().size(), -1, 0);
        refused++;
        if (refusals.size() < DataCounter.REASONS) {
          refusals.add(RowNote.of(row.at(), r.reason()));
        }
      }
    }
  }

  private List<Estimation.Part> parts() {
    List<Estimation.Part> parts = new ArrayList<>();
    for (int s = 0; s < tallies.length; s++) {
      Tally t = tallies[s];
      if (!t.tokens.isEmpty()) {
        parts.add(
            new Estimation.Part(
                index.strata().get(s),
                t.sizes.stream().mapToLong(Long::longValue).toArray(),
                t.tokens.stream().mapToInt(Integer::intValue).toArray(),
                t.loss.stream().mapToInt(Integer::intValue).toArray()));
      }
    }
    return parts;
  }
}
