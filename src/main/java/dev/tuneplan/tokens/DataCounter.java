package dev.tuneplan.tokens;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problem;
import dev.tuneplan.dataset.BadRowLimit;
import dev.tuneplan.dataset.DataFile;
import dev.tuneplan.dataset.DataSource;
import dev.tuneplan.dataset.ReadOptions;
import dev.tuneplan.dataset.Row;
import dev.tuneplan.dataset.RowReader;
import dev.tuneplan.dataset.check.Checks;
import dev.tuneplan.dataset.check.Overlap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts the tokens of data, or finds what was counted before. */
public final class DataCounter {
  /** So many refused or bad rows are told with their reasons. */
  static final int REASONS = 10;

  /** Up to this size on disk everything is counted: some seconds. */
  private static final long SMALL_BYTES = 24L << 20;

  private static final long STEP_BYTES = 1 << 20;

  private final CountStore store;
  private final Progress progress;
  private final int threads;

  /** Whether every example is counted. */
  public enum Mode {
    /** Small data whole, large data by a sample. */
    AUTO,
    EXACT,
    SAMPLED
  }

  /**
   * What is counted and how.
   *
   * @param source the files
   * @param options how rows are read
   * @param eval files whose rows should not be among those of the source
   */
  public record Data(DataSource source, ReadOptions options, Optional<DataSource> eval) {}

  /**
   * How tokens are counted.
   *
   * @param counter makes what counts one example; asked only when nothing was kept, and closed
   * @param identity differs whenever its counts may differ
   */
  public record Counting(Supplier<ExampleCounter> counter, String identity, Mode mode) {}

  /** What came of it. */
  public record Result(DataIndex index, Counted counted) {}

  /** Counts with so many threads, ≥ 1. */
  public DataCounter(CountStore store, Progress progress, int threads) {
    this.store = store;
    this.progress = progress;
    this.threads = threads;
  }

  /** Counts data; what cannot be read, or what too many rows are wrong with, is InvalidInput. */
  public Result count(Data data, Counting counting) {
    List<String> content = new ArrayList<>();
    content.add(fingerprint(data.source()));
    content.add(data.options().toString());
    // places of rows are told by the names under which the files were given
    data.source().files().forEach(f -> content.add(f.name()));
    data.eval().ifPresent(e -> content.add(fingerprint(e)));
    String indexKey = CountStore.key("index", content);
    Optional<DataIndex> index = store.find(indexKey, DataIndex::read);
    List<String> all = new ArrayList<>(content);
    all.add(counting.identity());
    String exactKey = CountStore.key("exact", all);
    String sampledKey = CountStore.key("sampled", all);
    boolean exact =
        counting.mode() == Mode.EXACT
            || (counting.mode() == Mode.AUTO && data.source().bytes() <= SMALL_BYTES);
    Optional<Counted> counted =
        counting.mode() == Mode.SAMPLED
            ? store.find(sampledKey, Counted::read)
            : store
                .find(exactKey, Counted::read)
                .or(() -> exact ? Optional.empty() : store.find(sampledKey, Counted::read));
    if (index.isPresent() && counted.isPresent()) {
      return new Result(index.get(), counted.get());
    }
    Result result;
    try (ExampleCounter counter = counting.counter().get()) {
      result =
          exact
              ? whole(data, Optional.of(counter))
              : sampled(data, counter, index.orElseGet(() -> indexed(data, indexKey)));
    }
    judge(data, result);
    store.keep(indexKey, result.index()::write);
    store.keep(exact ? exactKey : sampledKey, result.counted()::write);
    return result;
  }

  private String fingerprint(DataSource source) {
    AtomicLong done = new AtomicLong();
    List<Path> paths = source.files().stream().map(DataFile::path).toList();
    return new Fingerprints(store)
        .of(
            paths,
            n -> progress.at("looking for earlier counts", done.addAndGet(n), source.bytes()));
  }

  /** Kept at once: a sample that fails or is stopped does not cost another pass. */
  private DataIndex indexed(Data data, String key) {
    DataIndex index = whole(data, Optional.empty()).index();
    store.keep(key, index::write);
    return index;
  }

  private Result sampled(Data data, ExampleCounter counter, DataIndex index) {
    Counted counted = new Sampling(data.source(), data.options(), index).count(counter, threads);
    return new Result(index, counted);
  }

  /** Reads every row once. */
  private Result whole(Data data, Optional<ExampleCounter> counter) {
    StrataBuilder strata = new StrataBuilder();
    Lengths.Builder lengths = new Lengths.Builder();
    List<RowNote> refusals = new ArrayList<>();
    AtomicLong refused = new AtomicLong();
    Longest longest = new Longest();
    Checks checks = checks(data);
    try (RowReader rows = RowReader.open(data.source(), data.options());
        @Nullable Workers workers =
            counter
                .map(c ->
                    new Workers(
                        c,
                        threads,
                        (row, tokens) -> {
                          switch (tokens) {
                            case ExampleTokens.Counted t -> {
                              lengths.add(t);
                              longest.add(row.at(), t.real());
                            }
                            case ExampleTokens.Refused r -> {
                              refused.incrementAndGet();
                              if (refusals.size() < REASONS) {
                                refusals.add(RowNote.of(row.at(), r.reason()));
                              }
                            }
                          }
                        }))
                .orElse(null)) {
      long told = 0;
      String task = counter.isPresent() ? "counting tokens" : "reading examples";
      while (rows.next()) {
        if (rows.row() instanceof Row.Good good) {
          strata.add(
              new Stratum.Drawn(
                  good.at().file(),
                  good.at().row(),
                  good.at().offset().orElse(-1),
                  RoughTokens.of(good.example())));
          checks.see(good);
          if (workers != null) {
            workers.add(good);
          }
        }
        if (rows.bytesRead() - told >= STEP_BYTES) {
          told = rows.bytesRead();
          progress.at(task, told, rows.bytesTotal());
        }
      }
      if (workers != null) {
        workers.finish();
      }
      progress.at(task, rows.bytesTotal(), rows.bytesTotal());
      List<RowNote> bad =
          rows.badRows().first().stream().map(b -> RowNote.of(b.at(), b.reason())).toList();
      DataIndex index =
          new DataIndex(
              rows.layout(), rows.badRows().bad(), bad, strata.build(), checks.findings());
      return new Result(
          index,
          Counted.exactly(
              lengths.build(),
              longest.list(),
              counter.map(c -> c.added(rows.layout())).orElse(0),
              refused.get(),
              refusals));
    }
  }

  /** Evaluation rows are remembered first, to be found among those that are trained on. */
  private static Checks checks(Data data) {
    if (data.eval().isEmpty()) {
      return Checks.all();
    }
    Overlap.Rows evaluation = new Overlap.Rows();
    try (RowReader rows = RowReader.open(data.eval().get(), data.options())) {
      while (rows.next()) {
        if (rows.row() instanceof Row.Good good) {
          evaluation.add(good);
        }
      }
    }
    return Checks.all(evaluation);
  }

  /** Rows that the template refuses are bad rows too. */
  private static void judge(Data data, Result result) {
    Counted c = result.counted();
    long rows = c.lengths().counted() + c.refused();
    BadRowLimit limit = data.options().badRows();
    if (rows == 0) {
      throw new InvalidInput(
          Place.of(data.source().files().getFirst().name()), "", "has no example");
    }
    boolean tooMany = limit.exceededBy(c.refused(), rows);
    if (tooMany || c.lengths().counted() == 0) {
      List<Problem> problems = new ArrayList<>();
      for (RowNote n : c.firstRefused()) {
        int line = (int) Math.min(n.row(), Integer.MAX_VALUE);
        problems.add(new Problem(new Place(n.file(), line, 1), "", n.reason()));
      }
      problems.add(
          new Problem(
              Place.of(data.source().files().getFirst().name()),
              "",
              tooMany
                  ? "%,d of %,d examples cannot be rendered, at most %s may be; mend them, name"
                          .formatted(c.refused(), rows, limit.words())
                      + " another template with --chat-template, or raise --max-bad-rows"
                  : "no example can be rendered; name another template with --chat-template"));
      throw new InvalidInput(problems);
    }
  }
}
