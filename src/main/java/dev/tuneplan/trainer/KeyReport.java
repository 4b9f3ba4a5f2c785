package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import java.util.List;

/**
 * What became of every key of a trainer's files.
 *
 * @param files each file with the trainer and version whose keys it was held to
 * @param used keys that the estimate rests on
 * @param filled keys that matter and are missing, with the trainer's own default
 * @param unused keys that the estimate does not use
 * @param warnings contradictions and what could not be read, each with its places
 */
public record KeyReport(
    List<String> files,
    List<Used> used,
    List<Filled> filled,
    List<Unused> unused,
    List<String> warnings) {
  /**
   * A key that was used.
   *
   * @param key dotted, as in the file
   * @param place of its value
   * @param became the run spec's value, such as {@code method.rank = 32}, or what it was taken for
   */
  public record Used(String key, Place place, String became) {}

  /**
   * A key that the file does not have.
   *
   * @param key dotted, as the trainer names it
   * @param became the run spec's value
   * @param source version and file of the trainer that has the default
   */
  public record Filled(String key, String became, String source) {}

  /** Why a key is not used. */
  public enum Why {
    /** it changes neither memory nor speed as far as the estimate goes */
    NEUTRAL,
    /** it changes them, and the estimate does not have it */
    NOT_MODELLED,
    /** the trainer does not have such a key */
    UNKNOWN
  }

  /**
   * A key that was not used.
   *
   * @param key dotted, as in the file
   * @param place of its value
   * @param why the reason
   * @param text what is left out, or what was probably meant; empty for neutral ones
   */
  public record Unused(String key, Place place, Why why, String text) {}

  public KeyReport {
    files = List.copyOf(files);
    used = List.copyOf(used);
    filled = List.copyOf(filled);
    unused = List.copyOf(unused);
    warnings = List.copyOf(warnings);
  }

  /** Unused keys of one kind, in the order of the files. */
  public List<Unused> unused(Why why) {
    return unused.stream().filter(u -> u.why() == why).toList();
  }
}
