package dev.tuneplan.cli;

import dev.tuneplan.agent.Wrapper;
import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.cost.history.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What was recorded of a run: a file that {@code kubectl get -w -o json} printed; or a folder with
 * such files named {@code watch*.jsonl}, the wrapper's {@code events-ATTEMPT.jsonl} or the run's
 * folder {@code attempts} as it is, logs of sidecars that shipped samples ({@code *.log}), and
 * beside them its plan and rates.
 *
 * @param watched files of a watch
 * @param folder of the rest; empty: there is no more
 */
record Recording(List<Path> watched, Optional<Path> folder) {
  Recording {
    watched = List.copyOf(watched);
  }

  private static final Pattern WATCH = Pattern.compile("watch.*\\.jsonl");
  private static final String ATTEMPTS = "attempts";
  private static final Pattern EVENTS = Pattern.compile("events-(.+)\\.jsonl");

  /** Empty where a name is no file of lines, or a folder that has nothing of a recording. */
  static Optional<Recording> of(String name) throws IOException {
    try {
      Path path = Path.of(name);
      if (name.endsWith(".jsonl") && Files.isRegularFile(path)) {
        return Optional.of(new Recording(List.of(path), Optional.empty()));
      }
      List<Path> watched =
          name.isEmpty() ? List.of() : inside(path).stream().filter(Recording::watch).toList();
      boolean recording = !watched.isEmpty() || Files.isDirectory(path.resolve(ATTEMPTS));
      return recording && !name.isEmpty()
          ? Optional.of(new Recording(watched, Optional.of(path)))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  Recorded recorded(Optional<String> run) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : watched) {
      lines.addAll(Files.readAllLines(file));
    }
    return new Recorded(run, lines, folder.isPresent() ? logs(folder.get()) : List.of());
  }

  private static boolean watch(Path file) {
    return WATCH.matcher(file.getFileName().toString()).matches();
  }

  private static List<Recorded.Log> logs(Path folder) throws IOException {
    List<Recorded.Log> logs = new ArrayList<>();
    for (Path file : inside(folder)) {
      Matcher name = EVENTS.matcher(file.getFileName().toString());
      if (name.matches()) {
        logs.add(new Recorded.Log(name.group(1), EventLog.read(file)));
      }
    }
    for (Path attempt : inside(folder.resolve(ATTEMPTS))) {
      logs.add(
          new Recorded.Log(
              attempt.getFileName().toString(), EventLog.read(attempt.resolve(Wrapper.EVENTS))));
    }
    return logs;
  }

  /** The folders of attempts as they are, with their segments. */
  List<Path> attempts() throws IOException {
    return folder.isPresent() ? inside(folder.get().resolve(ATTEMPTS)) : List.of();
  }

  /** Logs of sidecars that shipped samples. */
  List<Path> shipped() throws IOException {
    return folder.isPresent()
        ? inside(folder.get()).stream().filter(p -> p.toString().endsWith(".log")).toList()
        : List.of();
  }

  private static List<Path> inside(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  Optional<Path> plan() {
    return first("plan.yaml", "plan.json");
  }

  Optional<Path> rates() {
    return first("rates.yaml");
  }

  private Optional<Path> first(String... names) {
    return folder.flatMap(
        f -> Stream.of(names).map(f::resolve).filter(Files::isRegularFile).findFirst());
  }
}
