package dev.tuneplan.cli;

import dev.tuneplan.agent.process.Family;
import dev.tuneplan.agent.process.Processes;
import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.agent.record.ProcessMark;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunState;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Ends runs of this machine.
 *
 * @param patience until what does not end by itself is killed
 */
record Cancelling(Runs runs, Duration patience) {
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Ends a run's last attempt; false: nothing ran. */
  boolean cancel(String id) throws IOException, InterruptedException {
    List<Attempt> attempts = runs.attempts(id);
    if (attempts.isEmpty()) {
      return false;
    }
    Attempt last = attempts.getLast();
    if (!last.state().live()) {
      return orphans(attempts);
    }
    if (last.owner().isEmpty() && runs.abandon(id, last.number())) {
      return true;
    }
    Optional<ProcessMark> owner = runs.attempts(id).get(attempts.size() - 1).owner();
    if (owner.isEmpty()) {
      return false;
    }
    if (!owner.get().here()) {
      throw new InvalidInput(
          Place.of("RUN"), "", "runs on the machine '" + owner.get().host() + "'; end it there");
    }
    Processes.signal(owner.get(), UnixSignal.TERM);
    if (!waited(() -> !owner.get().alive())) {
      Processes.signal(owner.get(), UnixSignal.KILL);
      waited(() -> !owner.get().alive());
      // what it started goes on without it
      orphans(runs.attempts(id));
    }
    return true;
  }

  /** Ends what is left of attempts whose wrapper died; a trainer may save on SIGTERM. */
  boolean orphans(List<Attempt> attempts) throws InterruptedException {
    List<Family> families =
        attempts.stream()
            .filter(a -> a.state() == RunState.LOST)
            .flatMap(a -> a.family().stream())
            .map(Family::new)
            .toList();
    BooleanSupplier gone = () -> families.stream().allMatch(f -> f.members().isEmpty());
    if (gone.getAsBoolean()) {
      return false;
    }
    families.forEach(f -> f.signal(UnixSignal.TERM));
    if (!waited(gone)) {
      families.forEach(f -> f.signal(UnixSignal.KILL));
      waited(gone);
    }
    return true;
  }

  private boolean waited(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(LOOK);
    }
    return true;
  }
}
