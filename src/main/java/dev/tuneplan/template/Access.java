package dev.tuneplan.template;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code a.b} and {@code a[b]} as Jinja's immutable sandbox looks them up (jinja2.sandbox 3.1.6).
 */
final class Access {
  private Access() {}

  /** {@code value.name}: an attribute first, then an item. */
  static Object attribute(Object value, String name) {
    Object found = own(value, name);
    if (found != null) {
      return found;
    }
    if (value instanceof Dict d) {
      Object item = d.find(name);
      if (item != null) {
        return item;
      }
    }
    return Undefined.attribute(value, name);
  }

  /** {@code value[key]}: an item first, then an attribute. */
  static Object item(Object value, Object key) {
    switch (value) {
      case Dict d when !(key instanceof PyList || key instanceof Dict) -> {
        Object item = d.find(key);
        if (item != null) {
          return item;
        }
      }
      case Undefined u -> throw u.fault();
      case Loop _ -> throw Fault.refused("'loop[…]'");
      default -> {
        if ((key instanceof Long || key instanceof Boolean) && Slices.sequence(value)) {
          return Slices.at(value, Arithmetic.toLong(key))
              .orElseGet(() -> Undefined.element(value, key));
        }
      }
    }
    if (key instanceof String name) {
      Object found = own(value, name);
      return found != null ? found : Undefined.attribute(value, name);
    }
    return Undefined.element(value, key instanceof Long || key instanceof Boolean ? key : "…");
  }

  /** The filter {@code attr}: attributes only, no items. */
  static Object attributeOnly(Object value, String name) {
    Object found = own(value, name);
    return found != null ? found : Undefined.attribute(value, name);
  }

  /** What the value's type has under this name; null where it has nothing. */
  private static @Nullable Object own(Object value, String name) {
    return switch (value) {
      case Dict _ -> method(value, Methods.DICT.get(name), Methods.DICT_CHANGES, name);
      case String _ -> method(value, Methods.TEXT.get(name), List.of(), name);
      case PyList _ -> method(value, Methods.LIST.get(name), Methods.LIST_CHANGES, name);
      case Tuple t when t.group() && name.equals("grouper") -> t.items().get(0);
      case Tuple t when t.group() && name.equals("list") -> t.items().get(1);
      case Tuple _ -> method(value, Methods.TUPLE.get(name), List.of(), name);
      case Undefined u -> {
        if (name.equals("__class__")) {
          yield Undefined.unsafe(value, name);
        }
        throw unless(u, name);
      }
      case Loop l -> l.attribute(name);
      case Namespace n -> n.attributes().find(name);
      case Markup _ -> method(value, MarkupMethods.ALL.get(name), List.of(), name);
      case Long _, Boolean _, BigInteger _, Double _ -> Methods.ofNumber(value, name);
      case Macro m -> m.attribute(name);
      case IntRange r -> Methods.ofRange(r, name);
      case Cycler c -> c.attribute(name);
      default -> dunder(value, name);
    };
  }

  private static @Nullable Object method(
      Object value, @Nullable Operation operation, List<String> changes, String name) {
    if (operation != null) {
      return new Method(value, operation);
    }
    if (changes.contains(name)) {
      return Undefined.unsafe(value, name);
    }
    if ((value instanceof String || value instanceof Markup)
        && Methods.TEXT_MISSING.contains(name)) {
      throw Fault.refused("the text method '" + name + "'");
    }
    return dunder(value, name);
  }

  // whether Python has this attribute or not: the sandbox hides it, and both print nothing and
  // raise when used
  private static @Nullable Object dunder(Object value, String name) {
    if (!name.startsWith("__") || !name.endsWith("__")) {
      return null;
    }
    if (value instanceof Dict d && d.has(name)) {
      throw Fault.refused("the key '" + name + "' of a dict");
    }
    return Undefined.unsafe(value, name);
  }

  private static Fault unless(Undefined u, String name) {
    return name.startsWith("_")
        ? Fault.refused("the attribute '" + name + "' of an undefined value")
        : u.fault();
  }
}
