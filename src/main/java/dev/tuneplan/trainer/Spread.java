package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import dev.tuneplan.files.Node;

/** The scheme by which state is spread over GPUs, which several files may say. */
final class Spread {
  static final String SPEC = "training.parallelism";

  private Spread() {}

  /** Sets the scheme; a later key of the same file goes before an earlier one. */
  static void scheme(Reading f, String key, String scheme) {
    f.use(key, SPEC, scheme);
  }

  /** Where the scheme was said, for messages. */
  static Place place(Outcome out) {
    Node node = out.settings().values().get(SPEC);
    return node == null ? out.settings().place() : node.place();
  }
}
