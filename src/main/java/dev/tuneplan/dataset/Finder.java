package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds the files that a path, a folder or a glob names. */
final class Finder {
  private static final String KINDS =
      ".jsonl, .ndjson, .json, .csv, .tsv, .parquet, .txt or .md, also with .gz or .zst";
  private static final int HEAD_BYTES = 4096;
  private final Path base;

  Finder(Path base) {
    this.base = base;
  }

  List<DataFile> find(String text) {
    try {
      Path path = base.resolve(text);
      if (Files.isDirectory(path)) {
        return folder(text, path);
      }
      if (Files.exists(path)) {
        return List.of(file(shown(path), path, true).orElseThrow());
      }
      if (isGlob(text)) {
        return glob(text);
      }
      throw fault(text, "no such file or folder" + seen(path));
    } catch (InvalidPathException e) {
      throw fault(text, "is no path: " + e.getReason());
    } catch (IOException e) {
      throw fault(text, "cannot be read: " + FileBytes.why(e));
    }
  }

  private static String seen(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent != null && !Files.isDirectory(parent)
        ? "; the folder " + parent + " is not there either"
        : "; check the spelling, and that relative paths begin at the right folder";
  }

  private static boolean isGlob(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  private List<DataFile> folder(String text, Path folder) throws IOException {
    List<Path> all = walk(folder);
    List<DataFile> found = new ArrayList<>();
    for (Path p : all) {
      file(shown(p), p, false).ifPresent(found::add);
    }
    if (found.isEmpty()) {
      throw fault(
          text,
          all.isEmpty()
              ? "is a folder without files (hidden ones do not count); name a data file: " + KINDS
              : "is a folder of " + all.size() + " files, none of them a data file: " + KINDS);
    }
    return found;
  }

  private List<DataFile> glob(String text) throws IOException {
    Path root = root(text);
    if (!Files.isDirectory(root)) {
      throw fault(text, "no file matches; the folder " + shown(root) + " is not there");
    }
    List<DataFile> found = new ArrayList<>();
    PathMatcher matcher = matcher(text);
    for (Path p : walk(root)) {
      if (matcher.matches(p.normalize())) {
        found.add(file(shown(p), p, true).orElseThrow());
      }
    }
    if (found.isEmpty()) {
      throw fault(text, "no file matches; check the pattern (** goes into folders, * does not)");
    }
    return found;
  }

  private PathMatcher matcher(String text) {
    try {
      Path at = base.resolve("x").normalize().getParent();
      String prefix = Path.of(text).isAbsolute() || at == null ? "" : escaped(at) + "/";
      String pattern = text.startsWith("./") ? text.substring(2) : text;
      // In Python's globs "**/" also stands for no folder at all.
      List<PathMatcher> forms =
          Stream.of(pattern, pattern.replace("**/", ""))
              .distinct()
              .map(form -> FileSystems.getDefault().getPathMatcher("glob:" + prefix + form))
              .toList();
      return p -> forms.stream().anyMatch(form -> form.matches(p));
    } catch (PatternSyntaxException e) {
      throw fault(text, "is no pattern: " + e.getDescription());
    }
  }

  private static String escaped(Path path) {
    return path.toString().replaceAll("([*?\\[\\]{}\\\\])", "\\\\$1");
  }

  private Path root(String text) {
    int wild = 0;
    while (!isGlob(text.substring(wild, wild + 1))) {
      wild++;
    }
    return base.resolve(text.substring(0, text.lastIndexOf('/', wild) + 1));
  }

  /** Every plain file below, sorted; a folder that was entered already by a link is not again. */
  private static List<Path> walk(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
            return !dir.equals(folder) && hidden(dir)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            if (a.isRegularFile() && !hidden(file)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof java.nio.file.FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    found.sort(null);
    return found;
  }

  private static boolean hidden(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString();
    return name.startsWith(".") || name.startsWith("__");
  }

  /**
   * A file with its format.
   *
   * @param asked whether the user named this very file, so that one of an unknown format is a fault
   */
  private Optional<DataFile> file(String name, Path path, boolean asked) throws IOException {
    Optional<Format> byName = Format.ofName(name);
    if (byName.isEmpty() && !asked) {
      return Optional.empty();
    }
    if (!Files.isReadable(path)) {
      throw fault(name, "may not be read; give yourself the right to read it");
    }
    long bytes = Files.size(path);
    if (bytes == 0) {
      throw fault(name, "is empty (0 bytes); was it downloaded whole?");
    }
    byte[] head = head(path);
    Compression compression = Compression.ofBytes(head);
    Compression promised = Compression.ofName(name);
    if (compression == Compression.NONE && promised != Compression.NONE) {
      throw fault(
          name, "is named as if packed, but does not begin as a " + promised + " file does");
    }
    if (byName.isPresent() && byName.get() == Format.PARQUET && compression != Compression.NONE) {
      throw fault(name, "is Parquet packed again; unpack it, Parquet packs its columns itself");
    }
    if (byName.isPresent()) {
      return Optional.of(new DataFile(name, path, byName.get(), compression, bytes));
    }
    Optional<Format> byBytes = Format.ofBytes(FileBytes.head(path, compression, HEAD_BYTES));
    if (byBytes.isEmpty()) {
      throw fault(name, "its name and first bytes tell no format; name it " + KINDS);
    }
    return Optional.of(new DataFile(name, path, byBytes.get(), compression, bytes));
  }

  private static byte[] head(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(4);
    }
  }

  private static String shown(Path path) {
    return path.toString();
  }

  private static InvalidInput fault(String path, String rule) {
    return new InvalidInput(List.of(new Problem(Place.of(path), "", rule)));
  }
}
