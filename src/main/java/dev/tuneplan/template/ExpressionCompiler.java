package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns expressions into what evaluates them. */
final class ExpressionCompiler {
  private final Scope scope;

  ExpressionCompiler(Scope scope) {
    this.scope = scope;
  }

  Code compile(Expr expr) {
    return switch (expr) {
      case Expr.Const(Object value) -> _ -> value;
      case Expr.Name e -> name(e);
      case Expr.Attr e -> attribute(compile(e.of()), e.name());
      case Expr.Item e -> item(compile(e.of()), compile(e.key()));
      case Expr.Slice e -> slice(e);
      case Expr.Call e -> call(e, Optional.empty());
      case Expr.Filter e -> filter(e);
      case Expr.Test e -> test(e);
      case Expr.Cond e -> condition(e);
      case Expr.Logic e -> logic(e.and(), compile(e.left()), compile(e.right()));
      case Expr.Not e -> not(compile(e.of()));
      case Expr.Compare e -> Comparison.compile(compile(e.first()), e.ops(), all(e.others()));
      case Expr.Binary e -> binary(e.op(), compile(e.left()), compile(e.right()));
      case Expr.Sign e -> sign(e.minus(), compile(e.of()));
      case Expr.Concat e -> concat(all(e.parts()));
      case Expr.ListOf e -> {
        List<Code> items = all(e.items());
        yield env -> new PyList(values(items, env));
      }
      case Expr.TupleOf e -> {
        List<Code> items = all(e.items());
        yield env -> new Tuple(values(items, env));
      }
      case Expr.DictOf e -> dict(all(e.keys()), all(e.values()));
      case Expr.NamespaceRef e -> throw new IllegalStateException("not a value: " + e);
    };
  }

  private List<Code> all(List<Expr> exprs) {
    return exprs.stream().map(this::compile).toList();
  }

  private static List<Object> values(List<Code> codes, Env env) {
    List<Object> values = new ArrayList<>(codes.size());
    for (Code code : codes) {
      values.add(code.eval(env));
    }
    return values;
  }

  private Code name(Expr.Name e) {
    Function.Reach reach = scope.reach(e.name(), e.spot());
    Undefined undefined = Undefined.name(e.name());
    if (reach.hops() == 0) {
      int slot = reach.slot();
      return env -> {
        Object value = env.slots[slot];
        return value == null ? undefined : value;
      };
    }
    return env -> {
      Object value = reach.get(env);
      return value == null ? undefined : value;
    };
  }

  private static Code attribute(Code of, String name) {
    return env -> {
      env.run.spend(1);
      return Access.attribute(of.eval(env), name);
    };
  }

  private static Code item(Code of, Code key) {
    return env -> {
      env.run.spend(1);
      Object value = of.eval(env);
      return Access.item(value, key.eval(env));
    };
  }

  private Code slice(Expr.Slice e) {
    Code of = compile(e.of());
    Code start = e.start().map(this::compile).orElse(_ -> None.NONE);
    Code stop = e.stop().map(this::compile).orElse(_ -> None.NONE);
    Code step = e.step().map(this::compile).orElse(_ -> None.NONE);
    return env -> {
      Object value = of.eval(env);
      Object from = start.eval(env);
      Object to = stop.eval(env);
      return Slices.slice(env.run, value, from, to, step.eval(env));
    };
  }

  /** A call; a call block passes its body as the argument {@code caller}. */
  Code call(Expr.Call e, Optional<Function.Reach> caller) {
    Arguments passed = arguments(e.passed(), caller);
    if (e.callee() instanceof Expr.Attr(Expr of, String name)) {
      return method(compile(of), name, passed);
    }
    Code callee = compile(e.callee());
    return env -> {
      Object function = callee.eval(env);
      return invoke(env.run, function, passed.eval(env));
    };
  }

  private static Code method(Code of, String name, Arguments passed) {
    Optional<Operation> ofText = Optional.ofNullable(Methods.TEXT.get(name));
    Optional<Operation> ofDict = Optional.ofNullable(Methods.DICT.get(name));
    return env -> {
      Object self = of.eval(env);
      Optional<Operation> direct =
          self instanceof String ? ofText : self instanceof Dict ? ofDict : Optional.empty();
      if (direct.isPresent()) {
        return direct.get().call(env.run, self, passed.eval(env));
      }
      Object function = Access.attribute(self, name);
      return invoke(env.run, function, passed.eval(env));
    };
  }

  private static Object invoke(Run run, Object function, Args args) {
    run.spend(1);
    return switch (function) {
      case Callable c -> c.call(run, args);
      case Undefined u -> throw u.fault();
      default -> throw Fault.type("'" + Types.name(function) + "' object is not callable");
    };
  }

  /** Evaluates what a call passes. */
  private interface Arguments {
    Args eval(Env env);
  }

  private Arguments arguments(Expr.Passed passed, Optional<Function.Reach> caller) {
    List<Code> args = all(passed.args());
    if (passed.names().isEmpty() && !passed.open() && caller.isEmpty()) {
      return args.isEmpty() ? _ -> Args.NONE : env -> new Args(values(args, env), Map.of());
    }
    List<String> names = passed.names();
    List<Code> named = all(passed.values());
    Optional<Code> more = passed.more().map(this::compile);
    Optional<Code> moreNamed = passed.moreNamed().map(this::compile);
    return env -> {
      List<Object> positional = values(args, env);
      Map<String, Object> byName = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        byName.put(names.get(i), named.get(i).eval(env));
      }
      caller.ifPresent(c -> byName.put("caller", Optional.ofNullable(c.get(env)).orElseThrow()));
      more.ifPresent(m -> positional.addAll(Iteration.list(env.run, m.eval(env))));
      moreNamed.ifPresent(m -> spread(m.eval(env), byName));
      return new Args(positional, byName);
    };
  }

  private static void spread(Object value, Map<String, Object> named) {
    if (!(value instanceof Dict dict)) {
      throw Fault.type("argument after ** must be a mapping, not " + Types.name(value));
    }
    for (Object key : dict.kept()) {
      if (!(key instanceof String name)) {
        throw Fault.type("keywords must be strings");
      }
      if (named.put(name, dict.get(key).orElseThrow()) != null) {
        throw Fault.type("got multiple values for keyword argument '" + name + "'");
      }
    }
  }

  private Code filter(Expr.Filter e) {
    Function.Reach block = scope.hidden("block");
    Code of =
        e.of().map(this::compile).orElse(env -> Optional.ofNullable(block.get(env)).orElseThrow());
    return operation(of, Filters.all(), e.name(), arguments(e.passed(), Optional.empty()));
  }

  private Code test(Expr.Test e) {
    Code of = compile(e.of());
    return operation(of, Tests.all(), e.name(), arguments(e.passed(), Optional.empty()));
  }

  private static Code operation(
      Code of, Map<String, Operation> known, String name, Arguments passed) {
    Operation operation = known.get(name);
    if (operation == null) {
      // what Checks let pass; Jinja evaluates the arguments before it raises
      return env -> {
        of.eval(env);
        passed.eval(env);
        throw Fault.raised("TemplateRuntimeError", "No filter or test named '" + name + "' found.");
      };
    }
    return env -> {
      Object value = of.eval(env);
      return operation.call(env.run, value, passed.eval(env));
    };
  }

  private Code condition(Expr.Cond e) {
    Code test = compile(e.test());
    Code then = compile(e.then());
    Undefined nothing =
        new Undefined(
            "the inline if-expression evaluated to false and no else section was defined.");
    Code otherwise = e.otherwise().map(this::compile).orElse(_ -> nothing);
    return env -> Truth.of(test.eval(env)) ? then.eval(env) : otherwise.eval(env);
  }

  private static Code logic(boolean and, Code left, Code right) {
    return env -> {
      Object value = left.eval(env);
      return Truth.of(value) == and ? right.eval(env) : value;
    };
  }

  private static Code not(Code of) {
    return env -> !Truth.of(of.eval(env));
  }

  private static Code binary(String op, Code left, Code right) {
    return env -> {
      env.run.spend(1);
      Object value = left.eval(env);
      return Arithmetic.apply(env.run, op, value, right.eval(env));
    };
  }

  private static Code sign(boolean minus, Code of) {
    return env -> minus ? Arithmetic.negate(of.eval(env)) : Arithmetic.plus(of.eval(env));
  }

  private static Code concat(List<Code> parts) {
    return env -> {
      StringBuilder out = new StringBuilder();
      for (Object value : values(parts, env)) {
        env.run.write(out, Text.str(env.run, value));
      }
      return out.toString();
    };
  }

  private static Code dict(List<Code> keys, List<Code> values) {
    return env -> {
      Dict dict = new Dict();
      for (int i = 0; i < keys.size(); i++) {
        Object key = keys.get(i).eval(env);
        dict.put(key, values.get(i).eval(env));
      }
      return dict;
    };
  }
}
