package dev.tuneplan.template;

/**
 * A filter, a test or a method of a built-in type.
 *
 * @param name its name in templates
 * @param signature its parameters beside the value that it works on
 * @param body what it does
 */
record Operation(String name, Signature signature, Body body) {

  /** What an operation does. */
  @FunctionalInterface
  interface Body {
    /** Gets the value that it works on, and its arguments in order, or one {@link Args}. */
    Object apply(Run run, Object value, Object[] args);
  }

  Object call(Run run, Object value, Args args) {
    run.spend(1);
    return body.apply(run, value, signature.bind(name + "()", args));
  }
}
