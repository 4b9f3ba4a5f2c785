package dev.tuneplan.agent.record;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attempts of a run: numbered folders from 1. Those of other nodes than the first have the
 * node's number behind theirs.
 *
 * @param run the run's folder
 */
public record Attempts(Path run) {
  private static final String FOLDER = "attempts";
  private static final Pattern NAME = Pattern.compile("([0-9]{1,9})(?:-node([0-9]{1,6}))?");

  /** Where they are. */
  public Path folder() {
    return run.resolve(FOLDER);
  }

  /** The folder of an attempt on the first node. */
  public Path folder(int number) {
    return folder().resolve(Integer.toString(number));
  }

  /** The number of an attempt by its folder, from 1; 0 when it is none of these. */
  public static int number(Path attempt) {
    return part(attempt, 1);
  }

  /** The node of an attempt by its folder, from 0. */
  public static int node(Path attempt) {
    return part(attempt, 2);
  }

  private static int part(Path attempt, int group) {
    Matcher name = NAME.matcher(attempt.getFileName().toString());
    return name.matches() && name.group(group) != null ? Integer.parseInt(name.group(group)) : 0;
  }

  /** The numbers of the attempts that there are, in order. */
  public List<Integer> numbers() throws IOException {
    List<Integer> found = new ArrayList<>();
    if (Files.isDirectory(folder())) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder(), "[0-9]*")) {
        for (Path one : all) {
          String name = one.getFileName().toString();
          if (name.matches("[0-9]{1,9}")) {
            found.add(Integer.parseInt(name));
          }
        }
      }
    }
    found.sort(Integer::compare);
    return found;
  }

  /**
   * Makes the folder of a new attempt; of several processes each gets its own.
   *
   * @param node from 0
   */
  public Path next(int node) throws IOException {
    String suffix = node == 0 ? "" : "-node" + node;
    Files.createDirectories(folder());
    for (int number = 1; ; number++) {
      try {
        return Files.createDirectory(folder().resolve(number + suffix));
      } catch (FileAlreadyExistsException e) {
        continue;
      }
    }
  }
}
