package dev.tuneplan.stack;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.Hash;
import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stack profiles of some folders; a later folder wins. A profile that is asked for by its
 * file's name is read alone, since reading all is much of what a short command does.
 */
public final class StackCatalogue {
  private final List<Path> folders;
  private @Nullable TreeMap<String, StackProfile> all;

  /** Looks into these folders; one that does not exist counts as empty. */
  public StackCatalogue(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  private TreeMap<String, StackProfile> all() {
    TreeMap<String, StackProfile> known = all;
    if (known == null) {
      known = new TreeMap<>();
      for (Path folder : folders) {
        for (Path p : files(folder)) {
          StackProfile profile = StackProfile.read(YamlFiles.read(p));
          known.put(profile.id(), profile);
          for (String alias : profile.aliases()) {
            known.put(alias, profile);
          }
        }
      }
      all = known;
    }
    return known;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(p -> p.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every id and alias, in order. */
  public Set<String> names() {
    return all().keySet();
  }

  /** The profile with this id or alias, if there is one. */
  public Optional<StackProfile> named(String name) {
    if (all == null && PLAIN.matcher(name).matches()) {
      for (Path folder : folders.reversed()) {
        Path file = folder.resolve(name + ".yaml");
        if (Files.isRegularFile(file)) {
          return Optional.of(StackProfile.read(YamlFiles.read(file)));
        }
      }
    }
    return Optional.ofNullable(all().get(name));
  }

  /** Which version of a profile it is: a hash of what its file says; empty without such a file. */
  public Optional<String> version(StackProfile profile) {
    return folders.reversed().stream()
        .map(folder -> folder.resolve(profile.id() + ".yaml"))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> Hash.version(YamlFiles.read(file)));
  }

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** The profile with this id or alias; unknown names are a fault at {@code place}. */
  public StackProfile find(String name, Place place) {
    return named(name)
        .orElseThrow(() ->
            new InvalidInput(
                place,
                name,
                "is no known stack"
                    + Suggestion.clause(name, names())
                    + "; known: "
                    + String.join(", ", names())));
  }
}
