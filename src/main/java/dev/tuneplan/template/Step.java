package dev.tuneplan.template;

/** A compiled statement. */
@FunctionalInterface
interface Step {
  /** How a statement ends. */
  enum Flow {
    /** The next one follows. */
    NEXT,
    /** The loop around it ends. */
    BREAK,
    /** The loop around it goes on with the next item. */
    CONTINUE
  }

  Flow run(Env env, StringBuilder out);
}
