package dev.tuneplan.cli;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.sample.Glances;
import dev.tuneplan.agent.sample.Meters;
import dev.tuneplan.agent.segment.SealedLine;
import dev.tuneplan.agent.segment.SegmentTail;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunStatus;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run of this machine, with its GPUs by the newest rows of its segments. */
final class LocalFollowing implements Following {
  private static final int MOST_LINES = 1000;

  private final Runs runs;
  private final RunRecord run;
  private Optional<Read> read = Optional.empty();

  /** The segments of an attempt, as far as they were read. */
  private record Read(int attempt, SegmentTail tail, Glances glances) {
    Optional<Event> newest() throws IOException {
      for (List<SealedLine> lines = tail.next(MOST_LINES);
          !lines.isEmpty();
          lines = tail.next(MOST_LINES)) {
        lines.forEach(glances::add);
      }
      return glances.event();
    }
  }

  LocalFollowing(Runs runs, RunRecord run) {
    this.runs = runs;
    this.run = run;
  }

  @Override
  public RunStatus now() throws IOException {
    List<Attempt> attempts = new ArrayList<>(runs.attempts(run.id()));
    if (!attempts.isEmpty() && attempts.getLast().state().live()) {
      Attempt last = attempts.removeLast();
      attempts.add(gpus(last.number()).map(last::with).orElse(last));
    }
    return RunStatus.of(run, attempts);
  }

  private Optional<Event> gpus(int attempt) throws IOException {
    if (read.filter(r -> r.attempt == attempt).isEmpty()) {
      read =
          Optional.of(
              new Read(
                  attempt,
                  new SegmentTail(runs.folder(run.id(), attempt).resolve(Meters.FOLDER), 0),
                  new Glances()));
    }
    return read.orElseThrow().newest();
  }
}
