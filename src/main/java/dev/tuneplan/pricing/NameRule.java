package dev.tuneplan.pricing;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.CsvText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line of {@code gpu-profiles/names.csv}: what a catalogue calls a GPU.
 *
 * @param provider who calls it so; empty for everyone
 * @param name the catalogue's name; compared by its letters and digits, in any case
 * @param instancePrefix how the machine's name begins; empty for any
 * @param gpuId a GPU profile's id
 */
public record NameRule(String provider, String name, String instancePrefix, String gpuId) {
  private static final List<String> COLUMNS =
      List.of("provider", "name", "instance_prefix", "gpu_id");

  /** A name that a user gave on the command line; it serves where nothing else tells. */
  public static NameRule given(String name, String gpuId) {
    return new NameRule("", name, "", gpuId);
  }

  boolean holds(String otherProvider, ForeignRow row) {
    return (provider.isEmpty() || provider.equals(otherProvider))
        && row.instanceType().startsWith(instancePrefix)
        && plain(name).equals(plain(row.gpu().name()));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Reads a file; none when there is no such file. */
  public static List<NameRule> read(Path file) {
    return TextFile.optional(file).map(text -> parse(file.toString(), text)).orElse(List.of());
  }

  private static List<NameRule> parse(String file, String text) {
    CsvText csv = CsvText.read(file, text);
    for (String column : COLUMNS) {
      if (!csv.has(column)) {
        throw new InvalidInput(
            new Place(file, 1, 1), column, "is no column of this file but must be");
      }
    }
    Problems problems = new Problems();
    List<NameRule> rules = new ArrayList<>();
    for (CsvText.Row r : csv.rows()) {
      for (String column : List.of("name", "gpu_id")) {
        if (r.text(column).isEmpty()) {
          problems.add(r.place(column), column, "is required");
        }
      }
      rules.add(
          new NameRule(
              r.text("provider").orElse(""),
              r.text("name").orElse(""),
              r.text("instance_prefix").orElse(""),
              r.text("gpu_id").orElse("")));
    }
    problems.throwIfAny();
    return List.copyOf(rules);
  }
}
