package dev.tuneplan.launch;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The name of a run's objects: {@code ft-<slug>-<6 hex>}, at most 44 characters: a JobSet's pods
 * are called {@code <name>-node-0-<index>-<5 random>} and must stay within 63 (jobset 0.10.1,
 * webhooks/jobset_webhook.go); RFC 1035, since a TrainJob's name must begin with a letter.
 *
 * @param value the name
 */
public record RunName(String value) {
  /** Longest name. */
  public static final int MOST = 44;

  private static final String BEGIN = "ft-";

  /** The name of a run of a spec with this name. */
  public static RunName of(String specName, RunId id) {
    int room = MOST - BEGIN.length() - 1 - id.brief().length();
    String slug = slug(specName);
    String cut = slug.substring(0, Math.min(room, slug.length())).replaceFirst("-+$", "");
    return new RunName(BEGIN + (cut.isEmpty() ? "run" : cut) + "-" + id.brief());
  }

  /** Lower-case letters, digits and single dashes; accents fall off. */
  private static String slug(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}+", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceFirst("^-+", "")
        .replaceFirst("-+$", "");
  }

  /**
   * A text as a label's value: at most 63 letters, digits, '-', '_' and '.', with a letter or digit
   * at both ends; empty when nothing is left.
   */
  public static String label(String text) {
    String kept =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^A-Za-z0-9_.-]+", "-")
            .replaceFirst("^[^A-Za-z0-9]+", "");
    return kept.substring(0, Math.min(63, kept.length())).replaceFirst("[^A-Za-z0-9]+$", "");
  }

  @Override
  public String toString() {
    return value;
  }
}
