package dev.tuneplan.launch;

import dev.tuneplan.base.Problems;
import dev.tuneplan.spec.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The data as a trainer in its container sees it.
 *
 * @param train files and globs
 * @param eval the same for evaluation
 * @param format chat, alpaca, completion or text
 * @param fields usual name of a field to the data's own
 * @param roles the data's own role to the usual one
 * @param answersOnly whether only answers carry loss
 * @param chatTemplate a file that goes before the tokenizer's
 */
record TrainFiles(
    List<String> train,
    List<String> eval,
    String format,
    Map<String, String> fields,
    Map<String, String> roles,
    boolean answersOnly,
    Optional<String> chatTemplate) {
  private static final String ROLE = "role.";

  /** Notes what is missing; then what it gives is of no use. */
  static TrainFiles of(LaunchPlan plan, Folders folders, Problems problems) {
    RunSpec spec = plan.spec();
    Optional<RunSpec.DataFiles> given = spec.data().files();
    if (given.isEmpty()) {
      problems.add(
          spec.places().data(),
          "data.train",
          "is needed to launch: the spec says how much data there is, not where; name its files"
              + " and save the plan again");
    } else if (plan.format().isEmpty()) {
      problems.add(
          given.get().place(),
          "data.format",
          "is needed to launch, since the data was not counted: chat, alpaca, completion or text");
    }
    Map<String, String> fields = new TreeMap<>();
    Map<String, String> roles = new TreeMap<>();
    for (String pair : given.map(RunSpec.DataFiles::fields).orElse(List.of())) {
      String key = pair.substring(0, pair.indexOf('='));
      String value = pair.substring(pair.indexOf('=') + 1);
      if (key.startsWith(ROLE)) {
        roles.put(key.substring(ROLE.length()), value);
      } else {
        fields.put(key, value);
      }
    }
    return new TrainFiles(
        given.map(d -> resolved(d.train(), folders)).orElse(List.of()),
        given.map(d -> resolved(d.eval(), folders)).orElse(List.of()),
        plan.format().orElse("chat"),
        fields,
        roles,
        given.map(d -> d.loss().equals("answers")).orElse(true),
        given.flatMap(RunSpec.DataFiles::chatTemplate).map(folders::resolve));
  }

  private static List<String> resolved(List<String> paths, Folders folders) {
    List<String> found = new ArrayList<>();
    for (String path : paths) {
      String full = folders.resolve(path);
      boolean folder = full.endsWith("/") || !full.substring(full.lastIndexOf('/')).contains(".");
      found.add(folder && !full.contains("*") ? full.replaceFirst("/$", "") + "/*" : full);
    }
    return found;
  }

  /** The data's own name of a field. */
  String field(String usual) {
    return fields.getOrDefault(usual, usual);
  }

  /** Which builder of the library datasets reads the files: json, csv, parquet or text. */
  String builder() {
    String name =
        train.isEmpty()
            ? ""
            : train.getFirst().toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst|zstd)$", "");
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "csv", "tsv" -> "csv";
      case "parquet" -> "parquet";
      case "txt", "text", "md" -> "text";
      default -> "json";
    };
  }

  /** A single text where there is one, as people write it. */
  static Object oneOrAll(List<String> files) {
    return files.size() == 1 ? files.getFirst() : files;
  }
}
