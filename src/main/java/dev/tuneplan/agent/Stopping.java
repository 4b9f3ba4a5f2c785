package dev.tuneplan.agent;

import dev.tuneplan.agent.process.Session;
import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.agent.record.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Ends a trainer in good order: a checkpoint where it can be asked for one, then SIGTERM, then,
 * after the grace period, SIGKILL for everything that it started. Used by one thread.
 */
final class Stopping {
  private final Session session;
  private final Trigger trigger;
  private final Duration grace;
  private Stop reason = Stop.NONE;
  private UnixSignal signal = UnixSignal.TERM;
  private Stage stage = Stage.RUNS;
  private Moment next = new Moment(java.time.Instant.EPOCH, 0);
  private Duration wait = Duration.ZERO;
  private long asked;

  private enum Stage {
    RUNS,
    ASKED,
    SIGNALLED,
    KILLED
  }

  Stopping(Session session, Trigger trigger, Duration grace) {
    this.session = session;
    this.trigger = trigger;
    this.grace = grace;
  }

  Stop reason() {
    return reason;
  }

  boolean begun() {
    return stage != Stage.RUNS;
  }

  /**
   * Begins to end it.
   *
   * @param with the signal that it gets
   * @param patience how long a checkpoint that is asked for may take; empty: two thirds of the
   *     grace period
   * @param step of the newest complete checkpoint, 0 without one
   */
  void begin(Stop why, UnixSignal with, Optional<Duration> patience, long step, Moment now) {
    reason = why;
    asked = step;
    // a trainer that saves on SIGTERM does so on no other signal
    signal = trigger instanceof Trigger.Signal ? UnixSignal.TERM : with;
    if (trigger instanceof Trigger.File(Path path) && make(path)) {
      stage = Stage.ASKED;
      wait(patience.orElse(grace.multipliedBy(2).dividedBy(3)), now);
    } else {
      signalNow(grace, now);
    }
  }

  /** Goes on when it is time: at a new checkpoint, or when patience is over. */
  void tick(long newestStep, Moment now) {
    boolean over = now.since(next).compareTo(wait) >= 0;
    if (stage == Stage.ASKED && (newestStep > asked || over)) {
      signalNow(reason == Stop.SIGNAL ? grace.dividedBy(3) : grace, now);
    } else if (stage == Stage.SIGNALLED && over) {
      kill();
    }
  }

  /** Somebody else wants it to end too, and does not wait for a checkpoint as long as we would. */
  void hurry(Moment now) {
    Duration most = grace.multipliedBy(2).dividedBy(3);
    if (stage == Stage.ASKED && wait.minus(now.since(next)).compareTo(most) > 0) {
      wait(most, now);
    }
  }

  void kill() {
    stage = Stage.KILLED;
    session.kill();
  }

  private void signalNow(Duration patience, Moment now) {
    session.signal(signal);
    stage = Stage.SIGNALLED;
    wait(patience, now);
  }

  private void wait(Duration patience, Moment now) {
    next = now;
    wait = patience;
  }

  private static boolean make(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, new byte[0]);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
