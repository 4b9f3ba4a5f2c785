package dev.tuneplan.economics;

import java.util.List;
import java.util.Optional;

/**
 * A path, weighed against leaving things as they are.
 *
 * @param name such as {@code fine-tune gpt-4o-mini at OpenAI}
 * @param kind what sort of path it is
 * @param figures empty: it cannot be priced
 * @param unpriced why it cannot be priced; empty text where it can
 * @param warnings what to know before
 * @param basis what its figures rest on
 */
public record Weighed(
    String name,
    Kind kind,
    Optional<BreakEven> figures,
    String unpriced,
    List<String> warnings,
    List<String> basis) {
  /** Sorts of paths. */
  public enum Kind {
    MANAGED("managed"),
    SELF_HOSTED("self-hosted");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** For people and machines. */
    public String word() {
      return word;
    }
  }

  public Weighed {
    warnings = List.copyOf(warnings);
    basis = List.copyOf(basis);
    if (figures.isEmpty() == unpriced.isEmpty()) {
      throw new IllegalArgumentException("a path has figures or a reason why not: " + name);
    }
  }

  /** One that cannot be priced. */
  public static Weighed unpriced(String name, Kind kind, String reason) {
    return new Weighed(name, kind, Optional.empty(), reason, List.of(), List.of());
  }
}
