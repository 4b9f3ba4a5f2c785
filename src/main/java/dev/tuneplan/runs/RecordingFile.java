package dev.tuneplan.runs;

import dev.tuneplan.files.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Adds what is seen of a run to its recording, whole lines at a time; what is there already is not
 * written again, whoever wrote it. A line that a kill cut short is left alone. Thread-safe.
 */
public final class RecordingFile {
  private static final String WATCH = "watch.jsonl";
  private static final String OBJECT = "\"object\":";

  private final Path folder;
  private final Map<Path, Set<String>> known = new HashMap<>();

  RecordingFile(Path folder) {
    this.folder = folder;
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /**
   * An object as an API server told it.
   *
   * @param gone whether it was deleted
   */
  public void seen(Instant at, boolean gone, Map<String, Object> object) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("type", gone ? "DELETED" : "MODIFIED");
    line.put("at", at.toString());
    line.put("object", object);
    add(folder.resolve(WATCH), JsonText.of(line));
  }

  /**
   * An event that a wrapper printed.
   *
   * @param attempt the name of its folder
   */
  public void told(String attempt, String event) throws IOException {
    add(folder.resolve("events-" + attempt + ".jsonl"), event);
  }

  private synchronized void add(Path file, String line) throws IOException {
    Set<String> there = known.get(file);
    if (there == null) {
      there = before(file);
      known.put(file, there);
    }
    if (there.add(key(line))) {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  /** What is there; the next line begins behind one that was cut short. */
  private static Set<String> before(Path file) throws IOException {
    Set<String> lines = new HashSet<>();
    try {
      String text = Files.readString(file);
      text.lines().map(RecordingFile::key).forEach(lines::add);
      if (!text.isEmpty() && !text.endsWith("\n")) {
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
      }
    } catch (NoSuchFileException e) {
      // the first line makes it
    }
    return lines;
  }

  /** The same object, seen at another time, is the same; one that was deleted is not. */
  private static String key(String line) {
    int object = line.indexOf(OBJECT);
    return object < 0
        ? line
        : (line.startsWith("{\"type\":\"DELETED\"") ? "-" : "+") + line.substring(object);
  }
}
