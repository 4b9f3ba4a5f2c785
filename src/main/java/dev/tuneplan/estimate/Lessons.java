package dev.tuneplan.estimate;

import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * By what an estimate was corrected after earlier runs.
 *
 * @param corrections empty: there were no runs like it
 * @param version of the calibration that says so
 */
public record Lessons(Map<Quantity, Correction> corrections, int version) {
  public Lessons {
    Map<Quantity, Correction> sorted = new EnumMap<>(Quantity.class);
    sorted.putAll(corrections);
    corrections = Collections.unmodifiableMap(sorted);
  }

  /** Nothing learned. */
  public static Lessons none(int version) {
    return new Lessons(Map.of(), version);
  }

  /** The correction of a quantity. */
  public Optional<Correction> of(Quantity quantity) {
    return Optional.ofNullable(corrections.get(quantity));
  }

  /** These and one more, where there is one. */
  public Lessons with(Quantity quantity, Optional<Correction> correction) {
    if (correction.isEmpty()) {
      return this;
    }
    Map<Quantity, Correction> all = new EnumMap<>(Quantity.class);
    all.putAll(corrections);
    all.put(quantity, correction.get());
    return new Lessons(all, version);
  }

  /** In words, to be put behind something else; empty without any. */
  public String words() {
    if (corrections.isEmpty()) {
      return "";
    }
    List<String> words = new ArrayList<>();
    corrections.forEach((quantity, c) -> words.add(words(quantity, c)));
    long last = corrections.values().stream().mapToLong(Correction::days).min().orElse(0);
    return "; " + String.join(", ", words) + ", last " + age(last);
  }

  private static String words(Quantity quantity, Correction c) {
    String name =
        switch (quantity) {
          case SPEED -> "speed";
          case MEMORY -> "memory";
          case SETUP -> "set-up";
          case OVERHEAD -> "evaluations and checkpoints";
        };
    return String.format(
        Locale.ROOT,
        "%s x%.2f after %d %s%s",
        name,
        c.factor(),
        c.runs(),
        c.runs() == 1 ? "run" : "runs",
        c.beyond() == 0 ? "" : " (" + c.beyond() + " of them out of memory)");
  }

  private static String age(long days) {
    return days == 0 ? "today" : days == 1 ? "yesterday" : days + " days ago";
  }
}
