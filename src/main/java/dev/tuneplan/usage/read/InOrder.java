package dev.tuneplan.usage.read;

import dev.tuneplan.usage.Tally;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads parts of a log on several threads and adds up what they tell in the order of the log, so
 * that the answer does not depend on how many threads there are. Few parts wait, whatever the log's
 * length. To be closed. Not thread-safe.
 */
final class InOrder implements AutoCloseable {
  private final int threads;
  private final ExecutorService pool;
  private final Deque<Future<Part>> running = new ArrayDeque<>();
  private final Tally all = new Tally();
  private long lines;

  /**
   * What a part tells.
   *
   * @param lines that it has, if places in it begin with 1; else 0
   */
  record Part(Tally tally, long lines) {}

  /**
   * @param threads &ge; 1
   */
  InOrder(int threads) {
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
  }

  /** Reads the next part, some time. */
  void add(Callable<Part> part) throws IOException {
    running.add(pool.submit(part));
    if (running.size() > threads + 1) {
      take();
    }
  }

  /** All that was told, once every part is read. */
  Tally all() throws IOException {
    while (!running.isEmpty()) {
      take();
    }
    return all;
  }

  /** Lines of the parts that were read. */
  long lines() {
    return lines;
  }

  private void take() throws IOException {
    try {
      Part part = running.remove().get();
      all.follow(part.tally(), lines);
      lines += part.lines();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
