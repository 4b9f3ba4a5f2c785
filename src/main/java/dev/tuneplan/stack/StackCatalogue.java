package dev.tuneplan.stack;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The stack profiles of some folders, all read at once; a later folder wins. */
public final class StackCatalogue {
  private final TreeMap<String, StackProfile> byName = new TreeMap<>();

  /** Reads the folders; one that does not exist counts as empty. */
  public StackCatalogue(List<Path> folders) {
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> found = Files.list(folder)) {
        for (Path p : found.filter(p -> p.toString().endsWith(".yaml")).sorted().toList()) {
          StackProfile profile = StackProfile.read(YamlFiles.read(p));
          byName.put(profile.id(), profile);
          profile.aliases().forEach(a -> byName.put(a, profile));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The profile with this id or alias, if there is one. */
  public Optional<StackProfile> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The profile with this id or alias; unknown names are a fault at {@code place}. */
  public StackProfile find(String name, Place place) {
    return named(name)
        .orElseThrow(() ->
            new InvalidInput(
                place,
                name,
                "is no known stack"
                    + Suggestion.clause(name, byName.keySet())
                    + "; known: "
                    + String.join(", ", byName.keySet())));
  }
}
