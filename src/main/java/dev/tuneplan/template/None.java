package dev.tuneplan.template;

/** Python's {@code None}; inside this room no value is a Java null. */
enum None {
  /** The only one. */
  NONE
}
