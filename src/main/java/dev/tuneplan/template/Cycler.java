package dev.tuneplan.template;

import org.jspecify.annotations.Nullable;

/** Jinja's {@code cycler}. */
final class Cycler {
  private final Args items;
  private int at;

  Cycler(Args items) {
    if (items.positional().isEmpty()) {
      throw Fault.raised("RuntimeError", "at least one item has to be provided");
    }
    this.items = items;
  }

  @Nullable Object attribute(String name) {
    return switch (name) {
      case "current" -> items.positional().get(at);
      case "next" -> new Builtin(name, (_, _) -> next());
      case "reset" ->
          new Builtin(
              name,
              (_, _) -> {
                at = 0;
                return None.NONE;
              });
      case "items" -> new Tuple(items.positional());
      case "pos" -> (long) at;
      default -> null;
    };
  }

  private Object next() {
    Object now = items.positional().get(at);
    at = (at + 1) % items.positional().size();
    return now;
  }
}
