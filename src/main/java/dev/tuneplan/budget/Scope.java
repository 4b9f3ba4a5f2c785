package dev.tuneplan.budget;

import dev.tuneplan.objects.Labels;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a budget is for: all that has a label of a value.
 *
 * @param key such as {@code project}, {@code owner}, {@code run} or {@code all}
 * @param value of the label; {@link #EACH}: each value by itself; empty with {@code all}
 */
public record Scope(String key, String value) {
  /** For each value of the key its own budget. */
  public static final String EACH = "*";

  private static final String ALL = "all";
  private static final String RUN = "run";

  public Scope {
    if (key.isBlank() || (value.isBlank() != key.equals(ALL))) {
      throw new IllegalArgumentException("a scope is KEY=VALUE or all, was " + key + "=" + value);
    }
  }

  /** Of the user's words; empty: they are none. */
  public static Optional<Scope> of(String text) {
    if (text.equals(ALL)) {
      return Optional.of(new Scope(ALL, ""));
    }
    int at = text.indexOf('=');
    return at > 0 && !text.substring(at + 1).isBlank() && !text.startsWith(ALL + "=")
        ? Optional.of(new Scope(text.substring(0, at), text.substring(at + 1).strip()))
        : Optional.empty();
  }

  /** Whether something with these labels falls under it; a run is also known by its name. */
  public boolean holds(Map<String, String> labels) {
    return key.equals(ALL)
        || label(labels).filter(l -> value.equals(EACH) || value.equals(l)).isPresent()
        || (key.equals(RUN) && named(labels.getOrDefault("name", "")));
  }

  /** Jobs are named for the spec: ft-NAME-ID. */
  private boolean named(String name) {
    return name.equals(value) || name.matches("ft-" + Pattern.quote(value) + "-[0-9a-f]+");
  }

  /** The value of the key, with or without tuneplan's own prefix. */
  private Optional<String> label(Map<String, String> labels) {
    return Optional.ofNullable(labels.getOrDefault(key, labels.get(Labels.DOMAIN + key)))
        .filter(l -> !l.isEmpty());
  }

  /** The scope that something of an {@link #EACH} falls under; else itself. */
  public Scope of(Map<String, String> labels) {
    return value.equals(EACH) ? new Scope(key, label(labels).orElse(EACH)) : this;
  }

  @Override
  public String toString() {
    return key.equals(ALL) ? ALL : key + "=" + value;
  }
}
