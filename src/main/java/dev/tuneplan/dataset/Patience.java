package dev.tuneplan.dataset;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for an answer, but not for ever. Hardwood 1.0.1 decodes in threads of its own, and waits
 * without end for one that died of some kinds of damage in a file's footer.
 */
final class Patience implements AutoCloseable {
  /** A batch of 2 MiB comes in milliseconds, also from a slow disk in less than this. */
  private static final long MOST_SECONDS = 30;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("parquet-", 0).factory());

  <T> T get(Callable<T> question) throws IOException {
    Future<T> answer = thread.submit(question);
    try {
      return answer.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("nothing came for " + MOST_SECONDS + " seconds");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("was interrupted");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
