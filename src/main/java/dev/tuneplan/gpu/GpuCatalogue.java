package dev.tuneplan.gpu;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The GPU profiles of some folders; a later folder wins. Files are read when asked for. */
public final class GpuCatalogue {
  private final Map<String, Path> files = new TreeMap<>();

  /** Lists the folders; one that does not exist counts as empty. */
  public GpuCatalogue(List<Path> folders) {
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> found = Files.list(folder)) {
        found.filter(p -> p.toString().endsWith(".yaml")).forEach(p -> files.put(stem(p), p));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String stem(Path p) {
    String name = String.valueOf(p.getFileName());
    return name.substring(0, name.length() - ".yaml".length());
  }

  /** Every id, in order. */
  public List<String> ids() {
    return List.copyOf(files.keySet());
  }

  /**
   * Reads the profile with this id.
   *
   * @param place where the user named it
   */
  public GpuProfile find(String id, Place place) {
    Path file = file(id, place);
    GpuProfile profile = GpuProfile.read(YamlFiles.read(file));
    if (!profile.id().equals(stem(file))) {
      throw new InvalidInput(
          Place.of(file.toString()),
          "id",
          "must equal the file's name, " + stem(file) + " (was " + profile.id() + ")");
    }
    return profile;
  }

  /**
   * Reads what the file of this id says beyond its profile.
   *
   * @param place where the user named it
   */
  public GpuSheet sheet(String id, Place place) {
    return GpuSheet.read(YamlFiles.read(file(id, place)));
  }

  /**
   * Which version of the profile it is: a hash of what its file says.
   *
   * @param place where the user named it
   */
  public String version(String id, Place place) {
    return Hash.version(YamlFiles.read(file(id, place)));
  }

  private Path file(String id, Place place) {
    Path file = files.get(id.toLowerCase(java.util.Locale.ROOT));
    if (file != null) {
      return file;
    }
    List<String> longer = files.keySet().stream().filter(k -> k.startsWith(id + "-")).toList();
    throw new InvalidInput(
        place,
        id,
        longer.isEmpty()
            ? "is no known GPU"
                + Suggestion.clause(id, files.keySet())
                + "; 'tuneplan gpus list' shows all"
            : "names several GPUs: " + String.join(", ", longer));
  }
}
