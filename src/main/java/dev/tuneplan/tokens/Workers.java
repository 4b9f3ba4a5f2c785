package dev.tuneplan.tokens;

import dev.tuneplan.dataset.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Counts examples on several threads and gives the counts in the order of the rows. Only a few
 * batches are in memory at once: who reads rows waits when counting lags. Not thread-safe.
 */
final class Workers implements AutoCloseable {
  private static final int BATCH_ROWS = 512;
  private static final long BATCH_CHARS = 1 << 20;

  private final ExampleCounter counter;
  private final Taker taker;
  private final ExecutorService pool;
  private final int most;
  private final ArrayDeque<Future<List<Pair>>> running = new ArrayDeque<>();
  private List<Row.Good> batch = new ArrayList<>();
  private long chars;

  /** Takes a row with its count, in the order of the rows. */
  interface Taker {
    void take(Row.Good row, ExampleTokens tokens);
  }

  private record Pair(Row.Good row, ExampleTokens tokens) {}

  Workers(ExampleCounter counter, int threads, Taker taker) {
    this.counter = counter;
    this.taker = taker;
    this.most = 2 * threads + 1;
    this.pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("tokens-", 0).factory());
  }

  void add(Row.Good row) {
    batch.add(row);
    chars += row.example().chars();
    if (batch.size() == BATCH_ROWS || chars >= BATCH_CHARS) {
      submit();
    }
  }

  private void submit() {
    List<Row.Good> rows = batch;
    batch = new ArrayList<>();
    chars = 0;
    running.add(
        pool.submit(() -> rows.stream().map(r -> new Pair(r, counter.of(r.example()))).toList()));
    while (running.size() >= most) {
      take(running.remove());
    }
  }

  /** Waits for all that was added. */
  void finish() {
    if (!batch.isEmpty()) {
      submit();
    }
    while (!running.isEmpty()) {
      take(running.remove());
    }
  }

  private void take(Future<List<Pair>> batch) {
    try {
      batch.get().forEach(p -> taker.take(p.row, p.tokens));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r
          ? r
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while counting", e);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
