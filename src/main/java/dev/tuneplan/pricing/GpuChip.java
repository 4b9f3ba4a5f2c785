package dev.tuneplan.pricing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A GPU's name taken apart.
 *
 * @param name without maker, memory and form factor, such as {@code h100} or {@code rtxa6000}
 * @param form {@code sxm}, {@code pcie} or {@code nvl}, when told
 * @param memoryGiB when told
 */
record GpuChip(String name, Optional<String> form, OptionalDouble memoryGiB) {
  private static final Pattern FORM = Pattern.compile("sxm|pcie|nvl(?!ink)");
  private static final Pattern MEMORY = Pattern.compile("(?<![a-z0-9])(\\d{2,3})gb?(?![a-z0-9])");
  private static final Pattern NOISE =
      Pattern.compile(
          "(?<![a-z])(nvidia|geforce|tesla|amd|instinct|intel|habana|hgx|generation|edition"
              + "|hbm\\de?|(sxm|pcie|nvl|oam)\\d?|nvlink|ac)(?![a-z])");

  /** Takes a name apart, such as {@code NVIDIA-A100-SXM4-80GB} or {@code H100NVL}. */
  static GpuChip of(String given) {
    String text =
        given
            .toLowerCase(Locale.ROOT)
            .replaceAll("[\\s_/]+", "-")
            .replaceAll("(?<=\\d)(sxm\\d?|pcie|nvl)", "-$1");
    Matcher memory = MEMORY.matcher(text);
    OptionalDouble gib =
        memory.find()
            ? OptionalDouble.of(Double.parseDouble(memory.group(1)))
            : OptionalDouble.empty();
    String name = NOISE.matcher(MEMORY.matcher(text).replaceAll("")).replaceAll("");
    return new GpuChip(name.replaceAll("[^a-z0-9]", ""), form(text), gib);
  }

  /** The form factor that a text speaks of, if it speaks of one alone. */
  static Optional<String> form(String text) {
    List<String> found =
        FORM.matcher(text.toLowerCase(Locale.ROOT))
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
