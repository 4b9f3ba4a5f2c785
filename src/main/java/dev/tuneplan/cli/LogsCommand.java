package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.kube.runs.ClusterRun;
import dev.tuneplan.kube.runs.TrainerLog;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    name = "logs",
    description = "Print what a run's trainer printed.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);

  @Parameters(paramLabel = "RUN", description = "its id, the beginning of it, or its name")
  private String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "go on until the run ends")
  private boolean follow;

  @Option(names = "--attempt", paramLabel = "N", description = "which attempt (default: the last)")
  private @Nullable Integer attempt;

  @Option(
      names = "--node",
      paramLabel = "N",
      description = "cluster: of which node, from 0 (default: 0)")
  private int node;

  @Mixin private RunPlaces places = new RunPlaces();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    switch (places.find(name)) {
      case FoundRun.Local local -> here(local.runs(), local.run());
      case FoundRun.Cluster there -> inCluster(there);
    }
    return ExitCode.OK.code;
  }

  private void inCluster(FoundRun.Cluster run) throws IOException {
    TrainerLog log =
        run.runs()
            .log(run.run(), Optional.ofNullable(attempt), node)
            .orElseThrow(() -> none(run.run()));
    log.waits()
        .ifPresent(
            why -> Main.note(command, "the pod " + log.pod() + " has printed nothing yet: " + why));
    if (follow) {
      log.follow(line -> Main.print(command, line + "\n"));
    } else if (log.waits().isEmpty()) {
      log.read(line -> Main.print(command, line + "\n"));
    }
  }

  private InvalidInput none(ClusterRun run) {
    return new InvalidInput(
        Place.of(attempt == null ? "RUN" : "--attempt"),
        "",
        "there is no such pod of "
            + run.word()
            + ": it was not begun, or its pods are gone and their logs with them; 'tuneplan watch "
            + run.run().id()
            + " --once' says how it stands");
  }

  private void here(Runs runs, RunRecord run) throws IOException, InterruptedException {
    List<Attempt> attempts = runs.attempts(run.id());
    if (attempts.isEmpty()) {
      throw new InvalidInput(
          Place.of("RUN"), "", "has no attempt yet; 'tuneplan launch' begins one");
    }
    int number = attempt == null ? attempts.size() : attempt;
    if (attempts.stream().noneMatch(a -> a.number() == number)) {
      throw new InvalidInput(
          Place.of("--attempt"), "", "there are " + attempts.size() + " (was " + number + ")");
    }
    Path file = runs.folder(run.id(), number).resolve(WrapperProcess.OUTPUT);
    if (command == null || !Files.exists(file)) {
      return;
    }
    PrintWriter out = command.commandLine().getOut();
    try (InputStream bytes = Files.newInputStream(file);
        Reader in = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
      copy(in, out);
      while (follow && live(runs, run.id(), number)) {
        Thread.sleep(LOOK);
        copy(in, out);
      }
      copy(in, out);
    }
  }

  private static boolean live(Runs runs, String id, int number) throws IOException {
    return runs.attempts(id).stream().anyMatch(a -> a.number() == number && a.state().live());
  }

  private static void copy(Reader in, PrintWriter out) throws IOException {
    char[] buffer = new char[1 << 14];
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    out.flush();
  }
}
