package dev.tuneplan.template;

import java.math.BigInteger;

/** Python's names of types, for messages. */
final class Types {
  private Types() {}

  static String name(Object value) {
    return switch (value) {
      case String _ -> "str";
      case Boolean _ -> "bool";
      case Long _, BigInteger _ -> "int";
      case Double _ -> "float";
      case None _ -> "NoneType";
      case PyList _ -> "list";
      case Tuple _ -> "tuple";
      case Dict _ -> "dict";
      case DictView v -> v.part().type();
      case IntRange _ -> "range";
      case Generator g -> g.type();
      case Undefined _ -> "Undefined";
      case Markup _ -> "Markup";
      case Namespace _ -> "Namespace";
      case Loop _ -> "LoopContext";
      case Macro _ -> "Macro";
      default -> "function";
    };
  }

  /** As jinja2.utils.object_type_repr, 3.1.6. */
  static String described(Object value) {
    return value == None.NONE ? "None" : name(value) + " object";
  }
}
