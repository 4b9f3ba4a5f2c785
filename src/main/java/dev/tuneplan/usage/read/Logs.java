package dev.tuneplan.usage.read;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.usage.Tally;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds logs that a user names, and reads each once. Not thread-safe. */
public final class Logs {
  private final InputStream standardInput;
  private final int threads;
  private final List<ReadLog> logs = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Problems problems = new Problems();
  private final Set<Path> seen = new LinkedHashSet<>();

  /**
   * @param standardInput for the name {@code -}
   * @param threads that parse, &ge; 1
   */
  public Logs(InputStream standardInput, int threads) {
    this.standardInput = standardInput;
    this.threads = threads;
  }

  /**
   * Reads files, folders with all that is below them, or {@code -}.
   *
   * @throws InvalidInput for what cannot be read, all of it at once
   */
  public List<ReadLog> read(List<String> names) {
    for (String name : names) {
      if (name.equals("-")) {
        stream("standard input", standardInput, true);
      } else {
        named(name);
      }
    }
    problems.throwIfAny();
    return List.copyOf(logs);
  }

  /** Files of folders that are no logs, and why. */
  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  private void named(String name) {
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        int before = logs.size();
        try (Stream<Path> all = Files.walk(path)) {
          all.filter(Files::isRegularFile)
              .filter(f -> !String.valueOf(f.getFileName()).startsWith("."))
              .sorted()
              .forEach(f -> file(f.toString(), f, false));
        }
        if (logs.size() == before && problems.none()) {
          problems.add(Place.of(name), "", "holds no log of calls");
        }
      } else if (Files.exists(path)) {
        file(name, path, true);
      } else {
        problems.add(
            Place.of(name),
            "",
            "no such file or folder; what a run used is told by 'tuneplan samples RUN'");
      }
    } catch (InvalidPathException e) {
      problems.add(Place.of(name), "", "is no path: " + e.getReason());
    } catch (IOException | java.io.UncheckedIOException e) {
      problems.add(Place.of(name), "", "cannot be read: " + e.getMessage());
    }
  }

  private void file(String name, Path path, boolean asked) {
    try {
      if (!seen.add(path.toRealPath())) {
        leftOut.add(name + " is named twice, and read once");
        return;
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
        stream(name, in, asked);
      }
    } catch (IOException e) {
      problems.add(Place.of(name), "", "cannot be read: " + e.getMessage());
    }
  }

  private void stream(String name, InputStream raw, boolean asked) {
    try {
      Opened opened = Opened.of(raw);
      switch (Kind.of(opened.head())) {
        case Kind.JsonLines k -> add(name, JsonLinesLog.read(opened.all(), threads));
        case Kind.Json k -> add(name, JsonLog.read(opened.all()));
        case Kind.Csv csv -> add(name, csv.log().read(opened.all(), threads));
        case Kind.Empty k -> unusable(name, "is empty: it holds no calls", asked);
        case Kind.Unknown u -> unusable(name, u.why(), asked);
      }
    } catch (java.io.EOFException e) {
      problems.add(Place.of(name), "", "the packed data ends before anything is told");
    } catch (IOException | java.io.UncheckedIOException e) {
      problems.add(Place.of(name), "", "cannot be read: " + e.getMessage());
    } catch (tools.jackson.core.exc.JacksonIOException e) {
      problems.add(Place.of(name), "", "cannot be read: " + e.getCause());
    }
  }

  private void add(String name, Tally tally) {
    logs.add(new ReadLog(name, tally));
  }

  /** A file that the user named is a mistake; one in a folder is told. */
  private void unusable(String name, String why, boolean asked) {
    if (asked) {
      problems.add(Place.of(name), "", why);
    } else {
      leftOut.add(name + " " + why);
    }
  }
}
