package dev.tuneplan.cost.history;

import dev.tuneplan.files.PlainTree;
import java.util.OptionalDouble;

/** The most memory of the fullest GPU, as the wrapper measured it (docs/measuring.md, usage). */
final class Peak {
  private Peak() {}

  /** Of the totals of an attempt. */
  static OptionalDouble of(PlainTree usage) {
    return usage.items("gpus").stream()
        .flatMap(g -> g.text("memMiB").stream())
        .filter(t -> t.matches("[0-9]{1,9}(\\.[0-9]{1,9})?"))
        .mapToDouble(Double::parseDouble)
        .filter(v -> v > 0)
        .max();
  }
}
