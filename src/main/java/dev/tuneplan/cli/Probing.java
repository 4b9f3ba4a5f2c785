package dev.tuneplan.cli;

import dev.tuneplan.agent.Signals;
import dev.tuneplan.agent.process.Processes;
import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.agent.sample.Meters;
import dev.tuneplan.agent.sample.Rebuilt;
import dev.tuneplan.files.WholeFolder;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.ProbedRate;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Runs a plan on this machine for some steps, as a run of its own, and measures it.
 *
 * @param steps until it is ended
 * @param drop the first ones that do not count
 * @param least so long those that count must take
 */
record Probing(Runs runs, long steps, long drop, Duration least) {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final double MILLIS = 1e3;

  /**
   * What came of it.
   *
   * @param rate empty: it ended too early
   * @param peakMiB of the fullest GPU
   * @param attempt as it ended
   */
  record Probed(Optional<ProbedRate> rate, OptionalDouble peakMiB, Attempt attempt) {}

  /** Runs it; empty when its wrapper did not start. */
  Optional<Probed> run(LocalRun run, String planText) throws IOException, InterruptedException {
    RunRecord record = record(run.record());
    runs.create(record, run.files(planText));
    Signals signals = Signals.system(false);
    runs.begin(record.id(), 1);
    LocalStart start = new LocalStart(runs, record.id(), 1);
    if (!start.started(run)) {
      return Optional.empty();
    }
    signals.listen(s -> end(start));
    Attempt attempt = attempt(record.id());
    boolean ended = false;
    while (attempt.state().live()) {
      if (!ended && enough(attempt)) {
        ended = true;
        end(start);
      }
      Thread.sleep(LOOK);
      attempt = attempt(record.id());
    }
    Probed probed = new Probed(ProbedRate.of(attempt.events(), drop), peak(record.id()), attempt);
    remove(runs.folder(record.id()).resolve("output"));
    return Optional.of(probed);
  }

  private static RunRecord record(RunRecord run) {
    return new RunRecord(
        run.id(),
        run.name() + "-probe",
        run.created(),
        run.model(),
        run.trainer(),
        run.gpus(),
        run.plan());
  }

  private boolean enough(Attempt attempt) {
    return attempt.step().orElse(0) >= steps
        && ProbedRate.of(attempt.events(), drop)
            .filter(r -> r.seconds() * MILLIS >= least.toMillis())
            .isPresent();
  }

  /** By SIGTERM: what a script starts in the background ignores SIGINT, and hands that on. */
  private static void end(LocalStart start) {
    start.owner().ifPresent(o -> Processes.signal(o, UnixSignal.TERM));
  }

  private Attempt attempt(String id) throws IOException {
    return runs.attempts(id).getLast();
  }

  private OptionalDouble peak(String id) throws IOException {
    Path samples = runs.folder(id, 1).resolve(Meters.FOLDER);
    return Rebuilt.ofSegments(Rebuilt.Channel.SEGMENTS, samples)
        .flatMap(r -> Optional.ofNullable(r.usage().get("gpus")))
        .stream()
        .flatMap(gpus -> gpus instanceof List<?> l ? l.stream() : Stream.empty())
        .flatMap(gpu ->
            gpu instanceof Map<?, ?> m && m.get("memMiB") instanceof Number n
                ? Stream.of(n.doubleValue())
                : Stream.empty())
        .mapToDouble(v -> v)
        .max();
  }

  /** Its checkpoints are large, and nobody goes on from them. */
  private static void remove(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      WholeFolder.delete(folder);
    }
  }
}
