package dev.tuneplan.template;

/**
 * Jinja's undefined: prints empty, is false, iterates over nothing; anything else raises.
 *
 * @param message what is said when it is used
 * @param error the Python exception that it raises: UndefinedError, or SecurityError for what the
 *     sandbox forbids
 */
record Undefined(String message, String error) {
  Undefined(String message) {
    this(message, "UndefinedError");
  }

  static Undefined name(String name) {
    return new Undefined("'" + name + "' is undefined");
  }

  static Undefined attribute(Object of, String name) {
    return new Undefined("'" + Types.described(of) + "' has no attribute '" + name + "'");
  }

  static Undefined element(Object of, Object key) {
    return key instanceof String name
        ? attribute(of, name)
        : new Undefined(Types.described(of) + " has no element " + key);
  }

  static Undefined unsafe(Object of, String name) {
    return new Undefined(
        "access to attribute '" + name + "' of '" + Types.name(of) + "' object is unsafe.",
        "SecurityError");
  }

  Fault fault() {
    return Fault.raised(error, message);
  }
}
