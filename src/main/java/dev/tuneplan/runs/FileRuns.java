package dev.tuneplan.runs;

import dev.tuneplan.agent.Outcome;
import dev.tuneplan.agent.Wrapper;
import dev.tuneplan.agent.record.Attempts;
import dev.tuneplan.agent.record.Claim;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.agent.record.ProcessMark;
import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.WholeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs as folders. A folder is filled under another name and then renamed, which rename(2) does at
 * once and never over a folder that is not empty: of several processes one makes it. No lock is
 * held over time, so none is left behind.
 *
 * @param root the folder of all runs; need not be there
 */
public record FileRuns(Path root) implements Runs {
  private static final String RUN = "run.json";
  private static final String ATTEMPT = "attempt.json";
  private static final String PART = ".part-";

  /** A wrapper gives a sign of life every half minute. */
  private static final Duration SILENT_ELSEWHERE = Duration.ofMinutes(5);

  @Override
  public boolean create(RunRecord run, Map<String, String> files) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.put(RUN, JsonText.of(run.tree()) + "\n");
    return place(root, folder(run.id()), all);
  }

  @Override
  public boolean begin(String id, int number) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("begun", Instant.now().toString());
    tree.put("launcher", ProcessMark.own().tree());
    Attempts attempts = new Attempts(folder(id));
    return place(
        attempts.folder(), attempts.folder(number), Map.of(ATTEMPT, JsonText.of(tree) + "\n"));
  }

  /** Makes a folder with its files, at once. */
  private static boolean place(Path parent, Path folder, Map<String, String> files)
      throws IOException {
    Files.createDirectories(parent);
    sweep(parent);
    if (Files.exists(folder)) {
      return false;
    }
    Path part =
        Files.createDirectory(
            parent.resolve(PART + owner(ProcessMark.own()) + "-" + UUID.randomUUID()));
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = part.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
        force(path);
      }
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel names = FileChannel.open(parent, StandardOpenOption.READ)) {
        names.force(true);
      }
      return true;
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      return false;
    } catch (FileSystemException e) {
      // the JDK has no exception of its own for a rename over a folder that is not empty
      if (Files.exists(folder)) {
        return false;
      }
      throw e;
    } finally {
      remove(part);
    }
  }

  /** Names of files have no room for a host's name; its hash tells machines with one home apart. */
  private static String owner(ProcessMark process) {
    return process.pid() + "-" + Integer.toHexString(process.host().hashCode());
  }

  /** Removes what processes of this machine left that were killed while they filled a folder. */
  private static void sweep(Path parent) throws IOException {
    String here = Integer.toHexString(ProcessMark.NOBODY.host().hashCode());
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(parent, PART + "[0-9]*-" + here + "-*")) {
      for (Path part : parts) {
        String pid = part.getFileName().toString().substring(PART.length()).split("-")[0];
        if (pid.matches("[0-9]{1,10}") && ProcessMark.of(Long.parseLong(pid)).isEmpty()) {
          remove(part);
        }
      }
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      WholeFolder.delete(folder);
    } catch (NoSuchFileException | UncheckedIOException e) {
      // somebody else removes it too
      return;
    }
  }

  @Override
  public Optional<RunRecord> find(String id) throws IOException {
    try {
      return PythonJson.read(Files.readString(folder(id).resolve(RUN))) instanceof Map<?, ?> m
          ? RunRecord.of(m)
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<RunRecord> all() throws IOException {
    List<RunRecord> found = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, "[0-9a-z]*")) {
        for (Path folder : folders) {
          find(folder.getFileName().toString()).ifPresent(found::add);
        }
      }
    }
    found.sort(Comparator.comparing(RunRecord::created).reversed().thenComparing(RunRecord::id));
    return found;
  }

  @Override
  public List<Attempt> attempts(String id) throws IOException {
    List<Attempt> found = new ArrayList<>();
    for (int number : new Attempts(folder(id)).numbers()) {
      found.add(attempt(folder(id, number), number));
    }
    return found;
  }

  private static Attempt attempt(Path folder, int number) throws IOException {
    // owner and launcher first: one that ends while this reads has written its events before
    Optional<ProcessMark> owner = Claim.owner(folder);
    Map<?, ?> made = made(folder);
    Optional<ProcessMark> launcher =
        Optional.<Object>ofNullable(made.get("launcher")).flatMap(ProcessMark::parse);
    List<Event> events = EventLog.read(folder.resolve(Wrapper.EVENTS), EventLog.OFTEN);
    Instant begun =
        made.get("begun") instanceof String s
            ? Instant.parse(s)
            : Files.getLastModifiedTime(folder).toInstant();
    Instant seen = events.isEmpty() ? begun : events.getLast().at();
    boolean alive = owner.or(() -> launcher).map(m -> alive(m, seen)).orElse(false);
    return new Attempt(number, begun, launcher, owner, state(owner, alive, events), events);
  }

  /** Whether a process of another machine lives is told by its last word alone. */
  private static boolean alive(ProcessMark process, Instant seen) {
    return process.here()
        ? process.alive()
        : Duration.between(seen, Instant.now()).compareTo(SILENT_ELSEWHERE) < 0;
  }

  private static Map<?, ?> made(Path folder) throws IOException {
    try {
      return PythonJson.read(Files.readString(folder.resolve(ATTEMPT))) instanceof Map<?, ?> m
          ? m
          : Map.of();
    } catch (NoSuchFileException e) {
      return Map.of();
    }
  }

  private static RunState state(Optional<ProcessMark> owner, boolean alive, List<Event> events) {
    Optional<Outcome> outcome =
        events.reversed().stream()
            .filter(e -> e.kind().equals("ended"))
            .findFirst()
            .flatMap(e -> e.text("outcome"))
            .flatMap(Outcome::of);
    if (outcome.isPresent()) {
      return RunState.of(outcome.get());
    }
    return alive ? owner.isPresent() ? RunState.RUNNING : RunState.STARTING : RunState.LOST;
  }

  @Override
  public boolean abandon(String id, int number) throws IOException {
    return Claim.take(folder(id, number), ProcessMark.NOBODY);
  }

  @Override
  public Path folder(String id) {
    return root.resolve(id);
  }

  @Override
  public Path folder(String id, int number) {
    return new Attempts(folder(id)).folder(number);
  }
}
