package dev.tuneplan.cli;

import dev.tuneplan.agent.Meter;
import dev.tuneplan.agent.Settings;
import dev.tuneplan.agent.Signals;
import dev.tuneplan.agent.Verdict;
import dev.tuneplan.agent.Wrapper;
import dev.tuneplan.agent.record.Attempts;
import dev.tuneplan.agent.record.Claim;
import dev.tuneplan.agent.record.MarkedOutput;
import dev.tuneplan.agent.record.ProcessMark;
import dev.tuneplan.agent.sample.Meters;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = {
      "Run a trainer's command to a verified end: signals, progress, resume, limits.",
      "The command's output is passed through unchanged."
    },
    footer = {
      "",
      "Exit codes (docs/launch.md): 0 finished and verified, 75 interrupted with a",
      "checkpoint to go on from, 76 the peers never came, 77 settings or data are",
      "wrong, 78 out of memory, 79 the budget is spent, 80 stalled; anything else is",
      "the trainer's own.",
      "",
      "Example:",
      "  tuneplan agent run --dir /runs/7f3a --output-dir /runs/7f3a/output \\",
      "    -- axolotl train /config/train.yaml"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class AgentRun implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "CMD", description = "the command, behind --")
  private List<String> words = List.of();

  @Mixin private AgentFolder run = new AgentFolder();

  @Option(
      names = "--launch",
      paramLabel = "ID",
      description = "which launch of the run (default: TUNEPLAN_LAUNCH, or none)")
  private @Nullable String launch;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "an attempt whose folder is there (default: a new one)")
  private @Nullable Integer attempt;

  @Mixin private AgentNode node = new AgentNode();
  @Mixin private AgentTrainer trainer = new AgentTrainer();
  @Mixin private AgentLimits limits = new AgentLimits();
  @Mixin private AgentPeers peers = new AgentPeers();

  @Option(
      names = "--termination-log",
      paramLabel = "FILE",
      description = "where last words go, <= 4096 bytes (default: /dev/termination-log, if there)")
  private @Nullable Path terminationLog;

  @Option(
      names = "--print-events",
      description = "print its events among the output, as lines with ##tuneplan before them")
  private boolean printEvents;

  @Option(names = "--detached", description = "go on when the terminal is closed")
  private boolean detached;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    // from the first moment on: whoever sees that this wrapper is there may ask it to end
    Signals signals = Signals.system(detached);
    // faults are told before there is a folder of an attempt
    settings(run.dir());
    Path folder = folder();
    Settings settings = settings(folder);
    if (!Claim.take(folder, ProcessMark.own())) {
      Main.note(command, "tuneplan: " + folder + " is another wrapper's; nothing was started");
      return ExitCode.FAILED.code;
    }
    Wrapper.Streams streams = streams();
    Meter meter =
        Meters.start(
            settings.run(), folder, System.getenv(), settings.limits().suspicion(), streams.say());
    Verdict verdict = Wrapper.run(settings, streams, signals, meter);
    return verdict.code();
  }

  private Wrapper.Streams streams() {
    MarkedOutput out = new MarkedOutput(new FileOutputStream(FileDescriptor.out));
    return new Wrapper.Streams(
        out,
        new FileOutputStream(FileDescriptor.err),
        text -> Main.note(command, "tuneplan: " + text),
        printEvents ? out::tell : event -> {});
  }

  /** What the line says, for an attempt's folder. */
  Settings settings(Path folder) {
    return new Settings(
        run.run(),
        launch(),
        folder,
        words,
        trainer.settings(run.dir()),
        limits.settings(),
        peers.settings(),
        lastWords());
  }

  private Path folder() throws IOException {
    Attempts attempts = new Attempts(run.dir());
    if (attempt == null) {
      return attempts.next(node.number());
    }
    Path folder = attempts.folder(attempt);
    if (!Files.isDirectory(folder)) {
      throw new InvalidInput(Place.of("--attempt"), "", folder + " is not there");
    }
    return folder;
  }

  private String launch() {
    String named = launch == null ? System.getenv("TUNEPLAN_LAUNCH") : launch;
    return named == null ? "" : named;
  }

  private Optional<Path> lastWords() {
    Path usual = Path.of("/dev/termination-log");
    return terminationLog == null
        ? Optional.of(usual).filter(Files::exists)
        : Optional.of(terminationLog);
  }
}
