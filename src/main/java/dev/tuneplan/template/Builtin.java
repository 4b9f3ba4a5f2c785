package dev.tuneplan.template;

/**
 * A function that every template knows.
 *
 * @param name its name
 * @param body what it does with its arguments
 */
record Builtin(String name, java.util.function.BiFunction<Run, Args, Object> body)
    implements Callable, Attribute {
  @Override
  public Object call(Run run, Args args) {
    return body.apply(run, args);
  }
}
