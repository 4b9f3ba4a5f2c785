package dev.tuneplan.kube.api;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a call is tried again: after 0.2 s, then twice as long each time, up to 10 s, with a random
 * half of it so that many clients do not come back at once; a server's Retry-After goes before.
 *
 * @param total from the first try on; then the last fault is told
 * @param pause waits
 */
public record Patience(Duration total, Pause pause) {
  private static final long FIRST_MILLIS = 200;
  private static final long LONGEST_MILLIS = 10_000;

  /** Waits for a while. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after this time. */
    void of(Duration time) throws InterruptedException;

    /** Of this thread. */
    Pause REAL = Thread::sleep;
  }

  /** As long as a person waits for a command. */
  public static final Patience USUAL = new Patience(Duration.ofSeconds(30), Pause.REAL);

  /** For ever, as a watch does. */
  public static final Patience ENDLESS = new Patience(Duration.ofDays(10_000), Pause.REAL);

  /**
   * How long to wait before a try.
   *
   * @param tries failed so far, >= 1
   */
  public static Duration before(int tries) {
    long most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(tries - 1, 10));
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }

  /**
   * Waits before the next try.
   *
   * @param waited so far in this call
   * @param tries failed so far, >= 1
   * @param asked by the server; zero when it asked nothing
   * @return the time waited, or a negative one when patience is at its end
   */
  Duration next(Duration waited, int tries, Duration asked) {
    Duration wait = before(tries);
    if (asked.compareTo(wait) > 0) {
      wait = asked;
    }
    if (waited.plus(wait).compareTo(total) > 0) {
      return Duration.ofMillis(-1);
    }
    try {
      pause.of(wait);
      return wait;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Duration.ofMillis(-1);
    }
  }
}
