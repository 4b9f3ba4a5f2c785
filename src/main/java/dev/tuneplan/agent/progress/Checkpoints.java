package dev.tuneplan.agent.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of Transformers' Trainer in its output folder. One is complete when its {@code
 * trainer_state.json}, which is written last, is whole, and {@code checkpoint-is-incomplete.txt},
 * which a save on SIGTERM leaves when it was cut short, is not there. Transformers' own {@code
 * get_last_checkpoint} takes the highest number without a look (trainer_utils.py, 5.18.0).
 *
 * <p>What was read is kept as long as the file is the same. Used by one thread.
 */
public final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("checkpoint-([0-9]{1,15})");
  private static final String SENTINEL = "checkpoint-is-incomplete.txt";

  /** Files by which a checkpoint of Transformers is known before it is complete. */
  private static final List<String> TRACES =
      List.of(
          SENTINEL,
          TrainerState.FILE,
          "training_args.bin",
          "optimizer.pt",
          "scheduler.pt",
          "rng_state.pth");

  private final Path output;
  private final Map<Path, Known> known = new HashMap<>();

  private record Known(FileTime changed, long size, Optional<Report> state) {}

  /** In the trainer's output folder, which need not be there. */
  public Checkpoints(Path output) {
    this.output = output;
  }

  private Optional<Report> read(Path folder) {
    Path file = folder.resolve(TrainerState.FILE);
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      Known before = known.get(file);
      if (before == null || !before.changed.equals(changed) || before.size != size) {
        before = new Known(changed, size, TrainerState.read(file));
        known.put(file, before);
      }
      return before.state;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** All, by their steps. */
  public List<Checkpoint> all() {
    List<Checkpoint> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(output, "checkpoint-*")) {
      for (Path folder : folders) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (name.matches() && Files.isDirectory(folder)) {
          found.add(new Checkpoint(folder, Long.parseLong(name.group(1)), complete(folder)));
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return List.of();
    }
    found.sort(Comparator.comparingLong(Checkpoint::step));
    return found;
  }

  private boolean complete(Path folder) {
    return !Files.exists(folder.resolve(SENTINEL)) && read(folder).isPresent();
  }

  /** The one to go on from. */
  public Optional<Checkpoint> newest() {
    return all().stream().filter(Checkpoint::complete).reduce((a, b) -> b);
  }

  /** What the newest state says, in a checkpoint or beside them. */
  public Optional<Report> state() {
    Optional<Report> beside = read(output);
    Optional<Report> inside = newest().flatMap(c -> read(c.folder()));
    return Stream.of(beside, inside)
        .flatMap(Optional::stream)
        .max(Comparator.comparingLong(r -> r.step().orElse(-1)));
  }

  /**
   * Renames checkpoints that are not complete and newer than the newest complete one, because
   * trainers that go on by themselves would take them. Nothing is deleted, and what may be another
   * trainer's checkpoint in a form of its own is left alone.
   *
   * @param suffix of their new names
   * @param transformers whether it is known that Transformers writes them
   * @return their new folders
   */
  public List<Path> setAside(String suffix, boolean transformers) throws IOException {
    boolean all = transformers || newest().isPresent();
    List<Path> moved = new ArrayList<>();
    for (Checkpoint c : unfinished()) {
      if (all || TRACES.stream().map(c.folder()::resolve).anyMatch(Files::exists)) {
        Path to = output.resolve("incomplete-" + c.folder().getFileName() + "-" + suffix);
        moved.add(Files.move(c.folder(), to));
      }
    }
    return moved;
  }

  /**
   * Bytes and files of checkpoints newer than the newest complete one: it grows while one is being
   * written. One that stays as it is was left behind, or is of a trainer with files of its own.
   */
  public long writing() {
    return unfinished().stream().mapToLong(c -> size(c.folder())).sum();
  }

  private List<Checkpoint> unfinished() {
    List<Checkpoint> all = all();
    long good =
        all.stream().filter(Checkpoint::complete).mapToLong(Checkpoint::step).max().orElse(-1);
    return all.stream().filter(c -> c.step() > good).toList();
  }

  private static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(f -> 1 + f.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      // renamed while this looks
      return 0;
    }
  }
}
