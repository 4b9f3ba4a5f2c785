package dev.tuneplan.cli;

import dev.tuneplan.agent.record.Attempts;
import dev.tuneplan.agent.sample.Meters;
import dev.tuneplan.agent.sample.Rebuilt;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "samples",
    description = {
      "Say what a run's attempts used, by phase.",
      "It is told by whatever is left of them: segments, what a sidecar shipped, or a container's"
          + " last words; says which it took."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan samples support-bot",
      "  kubectl logs ft-support-bot-7f3a00-0-x -c agent | tuneplan samples --from -",
      "  tuneplan samples --from /mnt/runs/7f3a00"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class SamplesCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "its id, the beginning of it, or its name")
  private @Nullable String name;

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      description =
          "a run's folder, a folder of segments, a log with a sidecar's lines, a termination"
              + " message; - is standard input")
  private @Nullable String from;

  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    if ((name == null) == (from == null)) {
      throw new InvalidInput(Place.of("RUN"), "", "or else --from WHERE is needed, and not both");
    }
    Map<String, Rebuilt> found = name == null ? elsewhere(String.valueOf(from)) : here(name);
    if (found.isEmpty()) {
      Main.note(command, "tuneplan: nothing was measured there, or nothing is left of it");
      return ExitCode.FAILED.code;
    }
    SamplesText text = new SamplesText(found);
    Main.print(command, output.form().render(text::text, text::tree));
    return ExitCode.OK.code;
  }

  private static Map<String, Rebuilt> here(String name) throws IOException {
    Runs runs = Home.runs();
    String id = new RunNames(name).here(runs).id();
    Map<String, Rebuilt> found = new LinkedHashMap<>();
    for (Attempt attempt : runs.attempts(id)) {
      List<Rebuilt> all = new ArrayList<>();
      Path samples = runs.folder(id, attempt.number()).resolve(Meters.FOLDER);
      Rebuilt.ofSegments(Rebuilt.Channel.SEGMENTS, samples).ifPresent(all::add);
      attempt
          .last("ended")
          .flatMap(e -> Optional.ofNullable(e.data().get("usage")))
          .flatMap(u -> u instanceof Map<?, ?> m ? Rebuilt.ofUsage(m) : Optional.empty())
          .ifPresent(all::add);
      Rebuilt.best(all).ifPresent(r -> found.put(Integer.toString(attempt.number()), r));
    }
    return found;
  }

  private static Map<String, Rebuilt> elsewhere(String where) throws IOException {
    if (where.equals("-")) {
      return text(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    }
    Path path = Path.of(where);
    if (!Files.exists(path)) {
      throw new InvalidInput(Place.of("--from"), "", where + " is not there");
    }
    if (!Files.isDirectory(path)) {
      return text(Files.readString(path));
    }
    Map<String, Rebuilt> found = new LinkedHashMap<>();
    Path attempts = new Attempts(path).folder();
    if (!Files.isDirectory(attempts)) {
      Rebuilt.ofSegments(Rebuilt.Channel.SEGMENTS, path).ifPresent(r -> found.put("", r));
      return found;
    }
    try (Stream<Path> all = Files.list(attempts)) {
      List<Path> sorted =
          all.filter(p -> Attempts.number(p) > 0)
              .sorted((a, b) -> Integer.compare(Attempts.number(a), Attempts.number(b)))
              .toList();
      for (Path attempt : sorted) {
        Rebuilt.ofSegments(Rebuilt.Channel.SEGMENTS, attempt.resolve(Meters.FOLDER))
            .ifPresent(r -> found.put(attempt.getFileName().toString(), r));
      }
    }
    return found;
  }

  private static Map<String, Rebuilt> text(String text) {
    Map<String, Rebuilt> lines = Rebuilt.ofLog(text.lines());
    if (!lines.isEmpty()) {
      return lines;
    }
    Map<String, Rebuilt> found = new LinkedHashMap<>();
    Rebuilt.ofLastWords(text).ifPresent(r -> found.put("", r));
    return found;
  }
}
