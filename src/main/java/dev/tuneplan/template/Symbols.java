package dev.tuneplan.template;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which variable a name means in one scope, after jinja2/idtracking.py 3.1.6, because templates
 * depend on its peculiarities: a name that a scope sets anywhere is that scope's own from its
 * beginning.
 */
final class Symbols {

  /** A variable: a name in the scope of a level. */
  record Ident(int level, String name) {}

  /** Where a variable gets its value from when its scope is entered. */
  sealed interface Load {
    /** It is a parameter and has it already. */
    record Parameter() implements Load {}

    /** From the variables that the template is rendered with. */
    record Resolve(String name) implements Load {}

    /** From a variable of an outer scope. */
    record Alias(Ident outer) implements Load {}

    /** From nowhere. */
    record Missing() implements Load {}
  }

  private final @Nullable Symbols parent;
  private final int level;
  private Map<String, Ident> refs = new LinkedHashMap<>();
  private Map<Ident, Load> loads = new LinkedHashMap<>();
  private Set<String> stores = new HashSet<>();

  private Symbols(@Nullable Symbols parent, int level) {
    this.parent = parent;
    this.level = level;
  }

  static Symbols root() {
    return new Symbols(null, 0);
  }

  Symbols inner() {
    return new Symbols(this, level + 1);
  }

  int level() {
    return level;
  }

  Map<Ident, Load> loads() {
    return loads;
  }

  Symbols copy() {
    Symbols copy = new Symbols(parent, level);
    copy.refs = new LinkedHashMap<>(refs);
    copy.loads = new LinkedHashMap<>(loads);
    copy.stores = new HashSet<>(stores);
    return copy;
  }

  private Ident define(String name, Load load) {
    Ident ident = new Ident(level, name);
    refs.put(name, ident);
    loads.put(ident, load);
    return ident;
  }

  Optional<Ident> find(String name) {
    for (Symbols at = this; at != null; at = at.parent) {
      Ident ident = at.refs.get(name);
      if (ident != null) {
        return Optional.of(ident);
      }
    }
    return Optional.empty();
  }

  private Optional<Ident> outer(String name) {
    return parent == null ? Optional.empty() : parent.find(name);
  }

  void store(String name) {
    stores.add(name);
    if (!refs.containsKey(name)) {
      Optional<Ident> outer = outer(name);
      define(name, outer.isPresent() ? new Load.Alias(outer.get()) : new Load.Missing());
    }
  }

  Ident parameter(String name) {
    stores.add(name);
    return define(name, new Load.Parameter());
  }

  void load(String name) {
    if (find(name).isEmpty()) {
      define(name, new Load.Resolve(name));
    }
  }

  /** Takes over what the branches of an {@code if} have seen. */
  void merge(List<Symbols> branches) {
    Set<String> stored = new HashSet<>();
    branches.forEach(b -> stored.addAll(b.stores));
    stored.removeAll(stores);
    for (Symbols branch : branches) {
      refs.putAll(branch.refs);
      loads.putAll(branch.loads);
      stores.addAll(branch.stores);
    }
    for (String name : stored) {
      Ident target = find(name).orElseThrow();
      Optional<Ident> outer = outer(name);
      loads.put(target, outer.isPresent() ? new Load.Alias(outer.get()) : new Load.Resolve(name));
    }
  }
}
