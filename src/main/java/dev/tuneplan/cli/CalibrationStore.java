package dev.tuneplan.cli;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.calibrate.Exposure;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.files.JsonText;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calibrations as files, one for each version, so that a plan needs no database and an old one can
 * be made again.
 *
 * @param folder need not be there
 */
record CalibrationStore(Path folder) {
  private static final String END = ".json";

  /** A run that does not count, and why. */
  record Excluded(Observation observation, String why) {}

  /**
   * A version.
   *
   * @param number from 1
   * @param made when
   * @param learned runs that count
   * @param excluded runs that do not
   * @param exposures runs on machines that may be taken away
   */
  record Version(
      int number,
      Instant made,
      List<Observation> learned,
      List<Excluded> excluded,
      List<Exposure> exposures) {
    /** Before any. */
    static Version none() {
      return new Version(0, Instant.EPOCH, List.of(), List.of(), List.of());
    }

    /** The same as another one. */
    Version numbered(int other) {
      return new Version(other, made, learned, excluded, exposures);
    }
  }

  Optional<Version> newest() throws IOException {
    int last = last();
    return last == 0 ? Optional.empty() : Optional.of(read(last));
  }

  private int last() throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString())
          .filter(n -> n.matches("[0-9]{1,9}\\.json"))
          .mapToInt(n -> Integer.parseInt(n.substring(0, n.length() - END.length())))
          .max()
          .orElse(0);
    }
  }

  /** Writes a version whole or not at all; of several processes each gets its own number. */
  Version add(Version unnumbered) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "part", ".tmp");
    try {
      for (int number = last() + 1; ; number++) {
        Version version = unnumbered.numbered(number);
        Files.writeString(part, JsonText.of(tree(version)) + "\n");
        try {
          // unlike a rename, a link is never made over a file that is there
          Files.createLink(folder.resolve(number + END), part);
          return version;
        } catch (FileAlreadyExistsException e) {
          continue;
        } catch (UnsupportedOperationException e) {
          Files.move(part, folder.resolve(number + END), StandardCopyOption.ATOMIC_MOVE);
          return version;
        }
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Map<String, Object> tree(Version v) {
    List<Object> all = new ArrayList<>(v.learned.stream().map(CalibrationStore::one).toList());
    for (Excluded e : v.excluded) {
      Map<String, Object> tree = one(e.observation);
      tree.put("excluded", e.why);
      all.add(tree);
    }
    return Tree.of(
        "apiVersion",
        "tuneplan/v1",
        "kind",
        "Calibration",
        "version",
        v.number,
        "made",
        v.made.toString(),
        "observations",
        all,
        "exposures",
        v.exposures.stream().map(CalibrationStore::one).toList());
  }

  private static Map<String, Object> one(Exposure e) {
    return Tree.of(
        "id", e.id(),
        "gpu", e.gpu(),
        "gpuHours", e.gpuHours(),
        "interruptions", e.interruptions(),
        "made", e.made().toString());
  }

  private static List<Exposure> exposures(@Nullable Object tree) {
    List<Exposure> all = new ArrayList<>();
    if (tree instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> m) {
          all.add(
              new Exposure(
                  text(m.get("id")),
                  text(m.get("gpu")),
                  Double.parseDouble(text(m.get("gpuHours"))),
                  (int) Double.parseDouble(text(m.get("interruptions"))),
                  Instant.parse(text(m.get("made")))));
        }
      }
    }
    return all;
  }

  static Map<String, Object> one(Observation o) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", o.id());
    tree.put("quantity", o.quantity().word());
    tree.put("stack", o.key().stack());
    tree.put("gpu", o.key().gpu());
    tree.put("method", o.key().method());
    tree.put("model", o.key().family());
    tree.put("config", o.key().config());
    tree.put("predicted", o.predicted());
    tree.put("actual", o.actual());
    tree.put("atLeast", o.atLeast());
    tree.put("made", o.made().toString());
    return tree;
  }

  private Version read(int number) throws IOException {
    Path file = folder.resolve(number + END);
    if (!(PythonJson.read(Files.readString(file)) instanceof Map<?, ?> tree)
        || !(tree.get("observations") instanceof List<?> all)) {
      throw new InvalidInput(
          Place.of(file.toString()), "", "is no calibration; remove it, or make a new one");
    }
    List<Observation> learned = new ArrayList<>();
    List<Excluded> excluded = new ArrayList<>();
    for (Object one : all) {
      if (one instanceof Map<?, ?> m) {
        Observation o = observation(m);
        if (m.get("excluded") instanceof String why) {
          excluded.add(new Excluded(o, why));
        } else {
          learned.add(o);
        }
      }
    }
    return new Version(
        number,
        Instant.parse(text(tree.get("made"))),
        learned,
        excluded,
        exposures(tree.get("exposures")));
  }

  private static Observation observation(Map<?, ?> m) {
    return new Observation(
        text(m.get("id")),
        Quantity.valueOf(text(m.get("quantity")).toUpperCase(Locale.ROOT)),
        new Key(
            text(m.get("stack")),
            text(m.get("gpu")),
            text(m.get("method")),
            text(m.get("model")),
            text(m.get("config"))),
        Double.parseDouble(text(m.get("predicted"))),
        Double.parseDouble(text(m.get("actual"))),
        Boolean.parseBoolean(text(m.get("atLeast"))),
        Instant.parse(text(m.get("made"))));
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }
}
