package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Gathers a run spec's values and what became of each key. Not thread-safe. */
final class Outcome {
  private final List<String> files = new ArrayList<>();
  private final List<KeyReport.Used> used = new ArrayList<>();
  private final List<KeyReport.Filled> filled = new ArrayList<>();
  private final List<KeyReport.Unused> unused = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Problems problems = new Problems();
  private Leaves settings;
  private boolean fsdp;

  Outcome(Place place) {
    settings = Leaves.none(place);
  }

  Problems problems() {
    return problems;
  }

  Leaves settings() {
    return settings;
  }

  void file(String text) {
    files.add(text);
  }

  void set(String specKey, Node value) {
    settings = settings.with(specKey, value);
  }

  void set(String specKey, Place at, String value) {
    settings = settings.with(specKey, at, value);
  }

  boolean has(String specKey) {
    return settings.values().containsKey(specKey);
  }

  /** A value as text; empty where there is none. */
  String value(String specKey) {
    Node node = settings.values().get(specKey);
    return node == null ? "" : String.valueOf(Leaves.plain(node));
  }

  /** Notes that FSDP spreads the state, whatever the scheme is called in a run spec. */
  void byFsdp() {
    fsdp = true;
  }

  boolean fsdp() {
    return fsdp;
  }

  void used(String key, Place place, String became) {
    used.add(new KeyReport.Used(key, place, became));
  }

  void filled(String key, String became, String source) {
    filled.add(new KeyReport.Filled(key, became, source));
  }

  void unused(KeyReport.Unused key) {
    unused.add(key);
  }

  void warn(String text) {
    if (!warnings.contains(text)) {
      warnings.add(text);
    }
  }

  void warn(Place at, String key, String text) {
    warn(at + " " + key + ": " + text);
  }

  /** The account, each list in the order of the files and their lines. */
  KeyReport report() {
    return new KeyReport(
        files,
        used.stream().sorted(inFiles(KeyReport.Used::place)).toList(),
        filled,
        unused.stream().sorted(inFiles(KeyReport.Unused::place)).toList(),
        warnings);
  }

  private <T> Comparator<T> inFiles(Function<T, Place> place) {
    return Comparator.comparingInt((T t) -> order(place.apply(t).file()))
        .thenComparing(t -> place.apply(t).line());
  }

  private int order(String file) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).startsWith(file + " (")) {
        return i;
      }
    }
    return files.size();
  }
}
