package dev.tuneplan.template;

/** A compiled expression. */
@FunctionalInterface
interface Code {
  Object eval(Env env);
}
