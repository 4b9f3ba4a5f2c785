package dev.tuneplan.trainer;

import dev.tuneplan.base.Suggestion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Every key that one version of a trainer takes; {@code dev/trainers/keys.py} lists them from the
 * trainer's sources.
 *
 * @param title the packages and versions, such as {@code axolotl 0.19.0}
 * @param keys by dotted path; the items of a list of mappings have {@code []} after the list's name
 */
record KnownKeys(String title, Map<String, Default> keys) {
  private static final Pattern INDEX = Pattern.compile("\\[[0-9]+]");

  /**
   * What a trainer takes where a file says nothing.
   *
   * @param text as in the trainer's sources: {@code None}, {@code 512}, {@code (required)}
   * @param place file and class in the package
   */
  record Default(String text, String place) {}

  /** Reads one of the shipped lists. */
  static KnownKeys of(String name) {
    String resource = "/trainers/" + name + ".tsv";
    try (InputStream in = KnownKeys.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not packed");
      }
      List<String> lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
      Map<String, Default> keys = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split("\t", -1);
        keys.put(cells[0], new Default(cells[1], cells[2]));
      }
      String first = lines.getFirst();
      return new KnownKeys(first.substring(2, first.indexOf(", read ")), keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Package and version without those that it builds on. */
  String version() {
    int bracket = title.indexOf(" (");
    return bracket < 0 ? title : title.substring(0, bracket);
  }

  /** The default of a key that must be one of the list. */
  Default at(String key) {
    Default d = keys.get(key);
    if (d == null) {
      throw new IllegalArgumentException(key + " is no key of " + title);
    }
    return d;
  }

  /**
   * Whether the trainer takes a key. Below a key whose value has no keys of its own, such as a
   * mapping of roles, everything is taken.
   */
  boolean knows(String key) {
    String path = normal(key);
    if (keys.containsKey(path)) {
      return true;
    }
    for (int end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
      String above = path.substring(0, end);
      if (keys.keySet().stream().anyMatch(k -> k.startsWith(above + "."))) {
        return false;
      }
      if (keys.containsKey(above.endsWith("[]") ? above.substring(0, end - 2) : above)) {
        return true;
      }
    }
    return false;
  }

  /** A clause such as {@code ; did you mean 'lora_r'?}, or an empty text when nothing is near. */
  String suggestion(String key) {
    String path = normal(key);
    String above = path.substring(0, path.lastIndexOf('.') + 1);
    List<String> siblings =
        keys.keySet().stream()
            .filter(k -> k.startsWith(above) && k.indexOf('.', above.length()) < 0)
            .map(k -> k.substring(above.length()))
            .toList();
    return Suggestion.clause(path.substring(above.length()), siblings);
  }

  /** Without places in lists, and without the prefix that FSDP's keys may have. */
  private String normal(String key) {
    String path = INDEX.matcher(key).replaceAll("[]");
    boolean prefixed = path.startsWith("fsdp_config.fsdp_") && !keys.containsKey(path);
    return prefixed ? "fsdp_config." + path.substring("fsdp_config.fsdp_".length()) : path;
  }
}
