package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A macro, or the body of a call block (jinja2.runtime.Macro, 3.1.6).
 *
 * @param shape its parameters and its body
 * @param home where it was defined
 */
record Macro(Shape shape, Env home) implements Callable {

  /** What the body of a macro does with its arguments, absent ones being null. */
  @FunctionalInterface
  interface Body {
    String run(Env home, @Nullable Object[] arguments);
  }

  /**
   * The part of a macro that the template's text settles.
   *
   * @param name empty for the body of a call block
   * @param parameters names in order
   * @param special which of caller, kwargs and varargs the body reads
   * @param body what it does; caller, kwargs and varargs follow the parameters
   */
  record Shape(String name, List<String> parameters, List<String> special, Body body) {
    boolean reads(String what) {
      return special.contains(what);
    }
  }

  String shown() {
    return shape.name().isEmpty() ? "anonymous" : "'" + shape.name() + "'";
  }

  @Nullable Object attribute(String attribute) {
    return switch (attribute) {
      case "name" -> shape.name().isEmpty() ? None.NONE : shape.name();
      case "arguments" -> new Tuple(new ArrayList<>(shape.parameters()));
      case "catch_kwargs" -> shape.reads("kwargs");
      case "catch_varargs" -> shape.reads("varargs");
      case "caller" -> shape.reads("caller");
      case "explicit_caller" -> shape.parameters().contains("caller");
      default -> {
        if (attribute.startsWith("_")) {
          throw Fault.refused("the attribute '" + attribute + "' of a macro");
        }
        yield null;
      }
    };
  }

  @Override
  public Object call(Run run, Args args) {
    List<String> parameters = shape.parameters();
    int given = Math.min(args.positional().size(), parameters.size());
    Map<String, Object> named =
        args.named().isEmpty() ? Map.of() : new LinkedHashMap<>(args.named());
    List<@Nullable Object> bound = new ArrayList<>(parameters.size() + 3);
    bound.addAll(args.positional().subList(0, given));
    for (int i = given; i < parameters.size(); i++) {
      bound.add(named.isEmpty() ? null : named.remove(parameters.get(i)));
    }
    if (shape.reads("caller") && !parameters.contains("caller")) {
      Object caller = named.isEmpty() ? null : named.remove("caller");
      bound.add(
          caller == null || caller == None.NONE ? new Undefined("No caller defined") : caller);
    }
    if (shape.reads("kwargs")) {
      Dict rest = new Dict();
      named.forEach(rest::put);
      bound.add(rest);
    } else if (!named.isEmpty()) {
      throw Fault.type(
          "macro "
              + shown()
              + " takes no keyword argument '"
              + named.keySet().iterator().next()
              + "'");
    }
    if (shape.reads("varargs")) {
      bound.add(new Tuple(args.positional().subList(given, args.positional().size())));
    } else if (args.positional().size() > given) {
      throw Fault.type(
          "macro " + shown() + " takes not more than " + parameters.size() + " argument(s)");
    }
    run.enter();
    String text = shape.body().run(home, bound.toArray());
    run.leave();
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
