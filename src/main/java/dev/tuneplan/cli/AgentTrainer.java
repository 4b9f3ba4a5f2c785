package dev.tuneplan.cli;

import dev.tuneplan.agent.Done;
import dev.tuneplan.agent.Resume;
import dev.tuneplan.agent.Settings;
import dev.tuneplan.agent.Trigger;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the wrapper is told of a trainer. */
final class AgentTrainer {
  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description = "the trainer's output: checkpoints, weights (default: output in --dir)")
  private @Nullable Path output;

  @Option(
      names = "--progress-file",
      paramLabel = "FILE",
      description = "a file to which the trainer adds one JSON object a line")
  private @Nullable Path log;

  @Option(
      names = "--step-key",
      paramLabel = "KEY",
      defaultValue = "current_steps",
      description = "its key of the steps done (default: current_steps)")
  private String stepKey = "current_steps";

  @Option(
      names = "--total-key",
      paramLabel = "KEY",
      defaultValue = "total_steps",
      description = "its key of all steps (default: total_steps)")
  private String totalKey = "total_steps";

  @Option(names = "--steps", paramLabel = "N", description = "steps that the plan expects")
  private @Nullable Long steps;

  @Option(
      names = "--done",
      paramLabel = "PROOF",
      defaultValue = "steps",
      description =
          "what proves the end: steps, early-steps (it may stop early), exists:PATH, exit-code"
              + " (default: steps)")
  private String done = "steps";

  @Option(
      names = "--resume",
      paramLabel = "WORD",
      description = "add the newest complete checkpoint to the command behind this word")
  private @Nullable String resume;

  @Option(
      names = "--resume-env",
      paramLabel = "NAME",
      description = "put the newest complete checkpoint into this variable")
  private @Nullable String resumeEnv;

  @Option(
      names = "--trigger",
      paramLabel = "HOW",
      defaultValue = "none",
      description =
          "how a checkpoint is asked for: none, signal (SIGTERM), file:PATH (default: none)")
  private String trigger = "none";

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "a variable for the command; may be given more than once")
  private Map<String, String> env = Map.of();

  Settings.Trainer settings(Path run) {
    if (resume != null && resumeEnv != null) {
      throw new InvalidInput(
          Place.of("--resume"), "", "does not go with --resume-env; name one of them");
    }
    return new Settings.Trainer(
        output == null ? run.resolve("output") : output,
        Optional.ofNullable(log).map(f -> new Settings.Log(f, stepKey, totalKey)),
        steps == null ? OptionalLong.empty() : OptionalLong.of(steps),
        done(),
        resume(),
        trigger(),
        env);
  }

  private Done done() {
    return switch (done) {
      case "steps" -> new Done.Steps(false);
      case "early-steps" -> new Done.Steps(true);
      case "exit-code" -> new Done.ExitCode();
      default -> new Done.Exists(path("--done", done, "exists:"));
    };
  }

  private Resume resume() {
    return resume != null
        ? new Resume.Argument(resume)
        : resumeEnv != null ? new Resume.Variable(resumeEnv) : new Resume.Automatic();
  }

  private Trigger trigger() {
    return switch (trigger) {
      case "none" -> new Trigger.None();
      case "signal" -> new Trigger.Signal();
      default -> new Trigger.File(path("--trigger", trigger, "file:"));
    };
  }

  private static Path path(String option, String text, String prefix) {
    if (!text.startsWith(prefix) || text.length() == prefix.length()) {
      throw new InvalidInput(
          Place.of(option), "", "'" + text + "' is none of its words; --help names them");
    }
    return Path.of(text.substring(prefix.length()));
  }
}
