package dev.tuneplan.template;

/**
 * The one value that a template may change: {@code namespace(…)}.
 *
 * @param attributes its attributes
 */
record Namespace(Dict attributes) {

  /**
   * Sets an attribute; names with an underscore in front are forbidden (TemplateNamespace,
   * transformers 5.23.0).
   */
  void set(String name, Object value) {
    if (name.startsWith("_")) {
      throw Fault.raised(
          "SecurityError",
          "Chat templates cannot store underscore-prefixed attributes on a namespace, but got '"
              + name
              + "'. Please rename the attribute.");
    }
    attributes.put(name, value);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
