package dev.tuneplan.model;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The model profiles of some folders, a later one winning, and any config.json beside them. */
public final class ModelCatalogue {
  private final Map<String, Path> files = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Lists the folders; one that does not exist counts as empty. */
  public ModelCatalogue(List<Path> folders) {
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> found = Files.list(folder)) {
        found
            .filter(p -> p.toString().endsWith(".yaml"))
            .forEach(p -> {
              String name = String.valueOf(p.getFileName());
              files.put(name.substring(0, name.length() - 5).replace("--", "/"), p);
            });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Every id, in order. */
  public List<String> ids() {
    return List.copyOf(files.keySet());
  }

  /**
   * Finds a model by id, by the part of an id after the slash, or reads a config.json or a folder
   * that holds one.
   *
   * @param place where the user named it
   */
  public ModelShape find(String name, Place place) {
    Optional<Path> file = file(name);
    if (file.isPresent()) {
      return profile(file.get());
    }
    try {
      Path path = Path.of(name);
      Path config = Files.isDirectory(path) ? path.resolve("config.json") : path;
      if (Files.isRegularFile(config)) {
        Problems problems = new Problems();
        Fields fields = Fields.of(YamlFiles.read(config), problems);
        ModelShape shape = HfConfig.read(name, fields);
        if (!HfConfig.knows(fields)) {
          refuseWithSize(config.resolveSibling("model.safetensors.index.json"), fields);
        }
        problems.throwIfAny();
        return shape;
      }
    } catch (InvalidPathException e) {
      // not a path: falls through to the message
    }
    throw new InvalidInput(
        place,
        name,
        "is no known model and no config.json"
            + Suggestion.clause(name, files.keySet())
            + "; 'tuneplan models list' shows all");
  }

  /** The {@code config.json} of the profile of this name; empty when it is not in the catalogue. */
  public Optional<Node.Mapping> config(String name) {
    return file(name)
        .map(YamlFiles::read)
        .flatMap(root -> root instanceof Node.Mapping m ? Optional.of(m) : Optional.empty())
        .map(m -> m.entries().get("config"))
        .flatMap(config -> config instanceof Node.Mapping m ? Optional.of(m) : Optional.empty());
  }

  /** Where the profile of this name is from; empty when it is not in the catalogue. */
  public Optional<ModelOrigin> origin(String name) {
    return file(name)
        .map(file -> Fields.of(YamlFiles.read(file), new Problems()))
        .map(f -> new ModelOrigin(f.text("licence"), f.text("source"), f.text("notes")));
  }

  private Optional<Path> file(String name) {
    Path file = files.get(name);
    if (file == null) {
      String end = "/" + name.toLowerCase(Locale.ROOT);
      List<String> hits =
          files.keySet().stream().filter(k -> k.toLowerCase(Locale.ROOT).endsWith(end)).toList();
      file = hits.size() == 1 ? files.get(hits.getFirst()) : null;
    }
    return Optional.ofNullable(file);
  }

  /** Says what an index tells of a model whose family is not known: bytes, but no matrices. */
  private static void refuseWithSize(Path index, Fields config) {
    if (!Files.isRegularFile(index)) {
      return;
    }
    OptionalLong bytes =
        Fields.of(YamlFiles.read(index), new Problems())
            .child("metadata")
            .map(m -> m.whole("total_size", 1, Long.MAX_VALUE))
            .orElse(OptionalLong.empty());
    throw new InvalidInput(
        config.place("model_type"),
        "model_type",
        "'"
            + config.text("model_type").orElse("")
            + "' is not known; "
            + index
            + " gives a total_size of "
            + (bytes.isPresent() ? bytes.getAsLong() + " bytes" : "unknown")
            + ", but only sizes are known, not the matrices that an estimate needs");
  }

  /** Finds a model that was named on its own. */
  public ModelShape find(String name) {
    return find(name, Place.of(name));
  }

  private static ModelShape profile(Path file) {
    Problems problems = new Problems();
    Fields f = Fields.of(YamlFiles.read(file), problems);
    f.requiredText("apiVersion");
    f.word("kind", List.of("ModelProfile"));
    String id = f.requiredText("id");
    f.text("licence");
    f.requiredText("source");
    f.text("notes");
    long published = f.whole("parameters", 1, Long.MAX_VALUE).orElse(0);
    Fields config =
        f.child("config")
            .orElseThrow(() -> new InvalidInput(f.place("config"), "config", "is required"));
    ModelShape shape = HfConfig.read(id, config);
    if (problems.none() && published > 0 && published != shape.parameters()) {
      f.fault(
          "parameters",
          "must equal the count that follows from config, "
              + shape.parameters()
              + " (was "
              + published
              + ")");
    }
    f.refuseOthers();
    problems.throwIfAny();
    return shape;
  }
}
