package dev.tuneplan.agent;

import dev.tuneplan.agent.progress.Artefact;
import dev.tuneplan.agent.progress.Report;
import dev.tuneplan.agent.progress.Source;
import dev.tuneplan.agent.progress.Standing;
import dev.tuneplan.agent.record.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a trainer that exited with 0 finished. */
final class Proofs {
  private Proofs() {}

  /**
   * How an attempt went.
   *
   * @param stop why the wrapper ended it
   * @param start of the trainer
   */
  record Life(Stop stop, Moment start) {
    boolean whole() {
      return stop == Stop.NONE;
    }
  }

  static Ending.Proof of(Settings settings, Progressing progress, Life life) {
    return switch (settings.done()) {
      case Done.Steps(boolean early) -> steps(settings.trainer(), progress, early && life.whole());
      case Done.Exists(Path path) -> exists(path, life);
      case Done.ExitCode() ->
          life.whole()
              ? new Ending.Proof.Done("it exited with 0; nothing else proves its end")
              : new Ending.Proof.Missing("it was asked to end");
    };
  }

  /** One that was asked to end may have ended at once, beside what an earlier attempt wrote. */
  private static Ending.Proof exists(Path path, Life life) {
    try {
      Instant written = Files.getLastModifiedTime(path).toInstant();
      return life.whole() || written.isAfter(life.start().wall())
          ? new Ending.Proof.Done(path + " is there")
          : new Ending.Proof.Missing("what it writes last is not there anew: " + path);
    } catch (IOException e) {
      return new Ending.Proof.Missing("what it writes last is not there: " + path);
    }
  }

  private static Ending.Proof steps(Settings.Trainer trainer, Progressing progress, boolean early) {
    Optional<String> made = made(trainer, progress);
    Optional<Path> weights = Artefact.find(trainer.output());
    if (weights.isEmpty()) {
      return new Ending.Proof.Missing(
          "its trained weights are not (all) in " + trainer.output() + "; " + far(progress));
    }
    return made.or(() -> early ? Optional.of("it stopped early, which is allowed") : made)
        .<Ending.Proof>map(how -> new Ending.Proof.Done(how + "; " + weights.get().getFileName()))
        .orElseGet(() -> new Ending.Proof.Missing(far(progress)));
  }

  /** How it is known that every step was made. */
  private static Optional<String> made(Settings.Trainer trainer, Progressing progress) {
    return progress
        .checkpoints()
        .state()
        .filter(r -> complete(r, trainer.steps()))
        .map(r -> "step " + r.step().getAsLong() + " by " + Source.STATE_FILE.title())
        .or(() ->
            progress
                .board()
                .complete()
                .map(s ->
                    "step "
                        + progress.board().standing().map(Standing::step).orElse(0L)
                        + " by "
                        + s.title()));
  }

  private static boolean complete(Report r, OptionalLong planned) {
    OptionalLong total = r.total().isPresent() ? r.total() : planned;
    return total.isPresent() && total.getAsLong() > 0 && r.step().orElse(-1) >= total.getAsLong();
  }

  private static String far(Progressing progress) {
    Optional<Report> state = progress.checkpoints().state();
    Optional<Standing> standing = progress.board().standing();
    OptionalLong step =
        standing
            .map(s ->
                OptionalLong.of(Math.max(s.step(), state.flatMap(r -> boxed(r.step())).orElse(0L))))
            .orElse(state.map(Report::step).orElse(OptionalLong.empty()));
    OptionalLong total =
        standing
            .map(Standing::total)
            .filter(OptionalLong::isPresent)
            .orElse(state.map(Report::total).orElse(OptionalLong.empty()));
    return Ending.Proof.far(step, total);
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }
}
