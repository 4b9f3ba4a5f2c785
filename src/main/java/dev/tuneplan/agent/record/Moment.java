package dev.tuneplan.agent.record;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment by both clocks: wall time to join what several machines say, the monotonic one for
 * durations, because wall clocks are set back and forth.
 *
 * @param nanos of a monotonic clock; only differences within one process mean something
 */
public record Moment(Instant wall, long nanos) {
  /** Now. */
  public static Moment now() {
    return new Moment(Instant.now(), System.nanoTime());
  }

  /** How long after an earlier moment of the same process this one is. */
  public Duration since(Moment earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }
}
