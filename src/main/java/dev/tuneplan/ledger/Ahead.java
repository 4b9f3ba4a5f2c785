package dev.tuneplan.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads the next of many parts on another thread while one is worked on. One part at most is ahead,
 * and parts are read one after the other, so that a connection serves one thread at a time: it is
 * nobody else's as long as this goes on.
 */
final class Ahead {
  private Ahead() {}

  /**
   * Takes every part in order. What reading or taking one throws ends it.
   *
   * @param parts one supplier each, called in order
   */
  static <T> void each(Iterable<Supplier<T>> parts, Consumer<T> taker) {
    try (ExecutorService reader =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().factory())) {
      CompletableFuture<T> read = null;
      for (Supplier<T> part : parts) {
        CompletableFuture<T> next = CompletableFuture.supplyAsync(part, reader);
        if (read != null) {
          take(read, taker);
        }
        read = next;
      }
      if (read != null) {
        take(read, taker);
      }
    }
  }

  private static <T> void take(CompletableFuture<T> read, Consumer<T> taker) {
    T part;
    try {
      part = read.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw e;
    }
    taker.accept(part);
  }
}
