package dev.tuneplan.managed;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The providers of some folders. A file of a later folder wins for each model that it names; within
 * a folder what was imported ({@code *.imported.yaml}) comes before what somebody wrote.
 */
public final class ProviderBook {
  private static final String END = ".yaml";

  /** What imports write: {@code openai.imported.yaml}. */
  static final String IMPORTED = ".imported" + END;

  private final Map<String, Provider> providers;

  /** Of providers by their ids. */
  ProviderBook(Map<String, Provider> providers) {
    this.providers = new TreeMap<>(providers);
  }

  /**
   * Reads the folders; one that does not exist counts as empty.
   *
   * @throws InvalidInput with every fault of every file
   */
  public static ProviderBook read(List<Path> folders) {
    Problems problems = new Problems();
    Map<String, Provider> all = new TreeMap<>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        try {
          ProviderFile read = ProviderFile.read(YamlFiles.read(file), problems);
          String id = read.provider().id();
          String stem = stem(file);
          if (!id.isEmpty() && !stem.equals(id)) {
            problems.add(
                Place.of(file.toString()),
                "provider",
                "must equal the beginning of the file's name, " + stem + " (was " + id + ")");
          }
          all.merge(id, read.provider(), (before, later) -> before.with(later, read.whole()));
        } catch (InvalidInput e) {
          e.problems().forEach(p -> problems.add(p.place(), p.subject(), p.rule()));
        }
      }
    }
    problems.throwIfAny();
    return new ProviderBook(all);
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(p -> p.toString().endsWith(END))
          .sorted(
              java.util.Comparator.comparing((Path p) -> !p.toString().endsWith(IMPORTED))
                  .thenComparing(p -> p.toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - (name.endsWith(IMPORTED) ? IMPORTED : END).length());
  }

  /** Every provider, by id. */
  public List<Provider> providers() {
    return List.copyOf(providers.values());
  }

  /**
   * A provider by its id or another name of it, in any case.
   *
   * @param place where the user named it
   */
  public Provider find(String id, Place place) {
    String low = id.toLowerCase(Locale.ROOT);
    Provider exact = providers.get(low);
    if (exact != null) {
      return exact;
    }
    return providers.values().stream()
        .filter(p -> p.names().contains(low))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInput(
                place,
                id,
                "is no known provider"
                    + Suggestion.clause(id, providers.keySet())
                    + "; 'tuneplan prices providers' shows all"));
  }
}
