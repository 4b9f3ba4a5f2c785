package dev.tuneplan.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Jinja compiles to one Python function: the template, a macro, a call block, a recursive
 * loop, the test of a loop. It numbers the variables of its scopes.
 */
final class Function {
  private final @Nullable Function outer;
  private final int level;
  private final Map<Symbols.Ident, Integer> slots = new HashMap<>();

  private Function(@Nullable Function outer, int level) {
    this.outer = outer;
    this.level = level;
  }

  static Function root() {
    return new Function(null, 0);
  }

  /** A function whose own scopes begin at a level. */
  Function inner(int from) {
    return new Function(this, from);
  }

  /** How many variables it has; final once it is compiled. */
  int size() {
    return slots.size();
  }

  /** The number of a variable of its own. */
  int slot(Symbols.Ident ident) {
    return slots.computeIfAbsent(ident, _ -> slots.size());
  }

  /** Where a variable is, seen from here. */
  Reach reach(Symbols.Ident ident) {
    int hops = 0;
    Function at = this;
    while (ident.level() < at.level && at.outer != null) {
      at = at.outer;
      hops++;
    }
    return new Reach(hops, at.slot(ident));
  }

  /**
   * The way to a variable.
   *
   * @param hops functions to go outwards
   * @param slot its number there
   */
  record Reach(int hops, int slot) {
    @Nullable Object get(Env env) {
      return home(env).slots[slot];
    }

    void set(Env env, @Nullable Object value) {
      home(env).slots[slot] = value;
    }

    private Env home(Env env) {
      Env at = env;
      for (int i = 0; i < hops; i++) {
        Env outer = at.outer;
        if (outer == null) {
          throw new IllegalStateException("no outer function");
        }
        at = outer;
      }
      return at;
    }
  }
}
