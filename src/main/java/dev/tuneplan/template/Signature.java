package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a filter, a test or a method, so that a template is checked before it runs. */
final class Signature {
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable Object> defaults = new ArrayList<>();
  private boolean named = true;
  private boolean open;

  private Signature() {}

  /** Required parameters. */
  static Signature of(String... required) {
    Signature signature = new Signature();
    for (String name : required) {
      signature.names.add(name);
      signature.defaults.add(null);
    }
    return signature;
  }

  /** A function that looks at its arguments itself. */
  static Signature any() {
    Signature signature = new Signature();
    signature.open = true;
    return signature;
  }

  /** One more parameter, with its default. */
  Signature or(String name, Object fallback) {
    names.add(name);
    defaults.add(fallback);
    return this;
  }

  /** As methods of CPython's own types often are: nothing by name. */
  Signature byPosition() {
    named = false;
    return this;
  }

  /** What is wrong with a call, as far as its text shows it. */
  Optional<String> fault(int positional, Collection<String> keywords, boolean more) {
    if (open) {
      return Optional.empty();
    }
    if (positional > names.size()) {
      return Optional.of("takes at most " + names.size() + " arguments, not " + positional);
    }
    Set<String> given = new HashSet<>(names.subList(0, positional));
    for (String keyword : keywords) {
      if (!named || !names.contains(keyword)) {
        return Optional.of(
            "has no argument named '"
                + keyword
                + "'"
                + (named && !names.isEmpty() ? " (it has " + String.join(", ", names) + ")" : ""));
      }
      if (!given.add(keyword)) {
        return Optional.of("gets its argument '" + keyword + "' twice");
      }
    }
    for (int i = 0; i < names.size() && !more; i++) {
      if (defaults.get(i) == null && !given.contains(names.get(i))) {
        return Optional.of("needs its argument '" + names.get(i) + "'");
      }
    }
    return Optional.empty();
  }

  /** The arguments in the order of the parameters; all of them for an open signature. */
  Object[] bind(String what, Args args) {
    if (open) {
      return new Object[] {args};
    }
    int given = args.positional().size();
    if (given == names.size() && args.named().isEmpty()) {
      return args.positional().toArray();
    }
    fault(given, args.named().keySet(), false)
        .ifPresent(f -> {
          throw Fault.type(what + " " + f);
        });
    Object[] bound = new Object[names.size()];
    for (int i = 0; i < bound.length; i++) {
      Object value = i < given ? args.positional().get(i) : args.named().get(names.get(i));
      Object chosen = value == null ? defaults.get(i) : value;
      if (chosen == null) {
        throw new IllegalStateException("unbound: " + names.get(i));
      }
      bound[i] = chosen;
    }
    return bound;
  }
}
