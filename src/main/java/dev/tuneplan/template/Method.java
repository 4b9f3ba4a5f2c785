package dev.tuneplan.template;

/**
 * A method of a value.
 *
 * @param self the value
 * @param operation the method
 */
record Method(Object self, Operation operation) implements Callable, Attribute {
  @Override
  public Object call(Run run, Args args) {
    return operation.call(run, self, args);
  }
}
