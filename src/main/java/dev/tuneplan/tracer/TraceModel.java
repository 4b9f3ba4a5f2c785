package dev.tuneplan.tracer;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.Hash;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.model.ModelCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A model whose step can be traced: a folder that holds a config.json, or a catalogue's config.
 *
 * @param name as the user gave it
 * @param folder where it is, when it is a folder
 * @param config the bytes of config.json
 * @param tree what they say
 * @param code the folder's own modules by path
 */
public record TraceModel(
    String name,
    Optional<Path> folder,
    byte[] config,
    Node.Mapping tree,
    Map<String, byte[]> code) {
  private static final int DEEPEST = 4;
  private static final long LARGEST_CODE = 16L << 20;

  public TraceModel {
    code = new TreeMap<>(code);
  }

  /**
   * Finds a model.
   *
   * @param name a catalogue's id, a folder, or its config.json
   * @param place where the user named it
   */
  public static TraceModel of(ModelCatalogue catalogue, String name, Place place)
      throws IOException {
    Optional<Node.Mapping> known = catalogue.config(name);
    if (known.isPresent()) {
      byte[] json = JsonText.of(known.get()).getBytes(StandardCharsets.UTF_8);
      return new TraceModel(name, Optional.empty(), json, known.get(), Map.of());
    }
    Path path = Path.of(name).toAbsolutePath().normalize();
    boolean inside = Files.isDirectory(path);
    Path config = inside ? path.resolve("config.json") : path;
    Path folder = config.getParent();
    if (folder == null || !Files.isRegularFile(config)) {
      if (inside) {
        throw new InvalidInput(place, name, "has no config.json");
      }
      // says what is known and near
      catalogue.find(name, place);
      throw new InvalidInput(place, name, "is no folder and no config.json");
    }
    if (!config.endsWith("config.json")) {
      throw new InvalidInput(place, name, "must be called config.json, as Transformers reads it");
    }
    if (!(YamlFiles.read(config) instanceof Node.Mapping tree)) {
      throw new InvalidInput(
          Place.of(config.toString()), "", "must be a mapping of keys to values");
    }
    return new TraceModel(
        name, Optional.of(folder), Files.readAllBytes(config), tree, code(folder));
  }

  private static Map<String, byte[]> code(Path folder) throws IOException {
    Map<String, byte[]> found = new TreeMap<>();
    long size = 0;
    try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
      List<Path> modules = all.filter(p -> p.toString().endsWith(".py")).sorted().toList();
      for (Path p : modules) {
        size += Files.size(p);
        if (size > LARGEST_CODE) {
          throw new InvalidInput(
              Place.of(folder.toString()),
              "",
              "holds more than 16 MiB of Python; name the model's own folder");
        }
        found.put(folder.relativize(p).toString(), Files.readAllBytes(p));
      }
    }
    return found;
  }

  /** Whether config.json names modelling code of the folder's own. */
  public boolean ownCode() {
    return tree.entries().containsKey("auto_map");
  }

  /** Models with the same key have the same step: the config, and the code where that may run. */
  String key(boolean trusted) {
    Hash hash = new Hash().add("config.json", config).add("trusted", trusted ? "yes" : "no");
    if (trusted) {
      code.forEach(hash::add);
    }
    return hash.hex();
  }
}
