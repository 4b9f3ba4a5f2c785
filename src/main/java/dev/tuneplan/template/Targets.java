package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Assigns a value to a name, to several, or to an attribute of a namespace. */
interface Targets {
  void set(Env env, Object value);

  /** Compiles what an assignment has on its left. */
  static Targets compile(Expr target, Scope scope) {
    return switch (target) {
      case Expr.Name n -> {
        Function.Reach reach = scope.reach(n.name(), n.spot());
        yield reach::set;
      }
      case Expr.NamespaceRef n -> {
        Function.Reach reach = scope.reach(n.namespace(), n.spot());
        String attribute = n.attribute();
        yield (env, value) -> namespace(reach, env).set(attribute, value);
      }
      case Expr.TupleOf t -> {
        List<Targets> parts = new ArrayList<>();
        t.items().forEach(i -> parts.add(compile(i, scope)));
        yield (env, value) -> unpack(parts, env, value);
      }
      default -> throw new IllegalStateException("not a target: " + target);
    };
  }

  /** Refuses, before the value is computed, attributes of what is no namespace. */
  static Targets check(Expr target, Scope scope) {
    return switch (target) {
      case Expr.NamespaceRef n -> {
        Function.Reach reach = scope.reach(n.namespace(), n.spot());
        yield (env, _) -> namespace(reach, env);
      }
      case Expr.TupleOf t -> {
        List<Targets> parts = new ArrayList<>();
        t.items().forEach(i -> parts.add(check(i, scope)));
        yield (env, value) -> parts.forEach(p -> p.set(env, value));
      }
      default -> (_, _) -> {};
    };
  }

  private static Namespace namespace(Function.Reach reach, Env env) {
    if (reach.get(env) instanceof Namespace namespace) {
      return namespace;
    }
    throw Fault.raised("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
  }

  private static void unpack(List<Targets> parts, Env env, Object value) {
    List<Object> items = new ArrayList<>();
    Iterator<Object> from =
        Iteration.iterator(value)
            .orElseThrow(
                () -> Fault.type("cannot unpack non-iterable " + Types.name(value) + " object"));
    while (from.hasNext()) {
      if (items.size() == parts.size()) {
        throw Fault.value("too many values to unpack (expected " + parts.size() + ")");
      }
      items.add(from.next());
    }
    if (items.size() < parts.size()) {
      throw Fault.value(
          "not enough values to unpack (expected " + parts.size() + ", got " + items.size() + ")");
    }
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).set(env, items.get(i));
    }
  }
}
