package dev.tuneplan.template;

/** What a template can call. */
interface Callable {
  Object call(Run run, Args args);
}
