package dev.tuneplan.runs;

import java.io.IOException;
import java.util.List;

/** Decides whether a launch of a run begins an attempt; of several at once one does. */
public final class Launching {
  private final Runs runs;

  /** Of these runs. */
  public Launching(Runs runs) {
    this.runs = runs;
  }

  /** What a launch has to do. */
  public sealed interface Decision {
    /**
     * Start a wrapper in this attempt, which is this process's.
     *
     * @param lost attempts before it that died without a word: their trainers may still run, also
     *     when a launch in between died before it could end them
     */
    record Begin(int number, List<Attempt> lost) implements Decision {
      public Begin {
        lost = List.copyOf(lost);
      }
    }

    /** Nothing: it runs. */
    record Runs(Attempt attempt) implements Decision {}

    /** Nothing: it ended, and nobody said that it shall be tried again. */
    record Ended(Attempt attempt) implements Decision {}
  }

  /**
   * Decides.
   *
   * @param again whether a run that ended is tried again
   */
  public Decision decide(String id, boolean again) throws IOException {
    while (true) {
      List<Attempt> attempts = runs.attempts(id);
      if (attempts.isEmpty()) {
        if (runs.begin(id, 1)) {
          return new Decision.Begin(1, List.of());
        }
        continue;
      }
      Attempt last = attempts.getLast();
      if (last.state().live()) {
        return new Decision.Runs(last);
      }
      boolean lost = last.state() == RunState.LOST;
      if (!lost && !again) {
        return new Decision.Ended(last);
      }
      // a wrapper that nobody waits for any more may be on its way: who claims first, has it
      boolean late = lost && last.owner().isEmpty() && !runs.abandon(id, last.number());
      if (!late && runs.begin(id, last.number() + 1)) {
        return new Decision.Begin(
            last.number() + 1, attempts.stream().filter(a -> a.state() == RunState.LOST).toList());
      }
    }
  }
}
