package dev.tuneplan.template;

import org.jspecify.annotations.Nullable;

/** The local variables of one call: of the template, a macro, a call block or a recursive loop. */
final class Env {
  final Run run;
  final @Nullable Env outer;
  final @Nullable Object[] slots;

  Env(Run run, @Nullable Env outer, int size) {
    this.run = run;
    this.outer = outer;
    this.slots = new @Nullable Object[size];
  }
}
