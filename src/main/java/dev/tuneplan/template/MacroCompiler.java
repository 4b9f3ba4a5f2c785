package dev.tuneplan.template;

import dev.tuneplan.base.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/** Compiles macros and the bodies of call blocks (macro_body, jinja2/compiler.py 3.1.6). */
final class MacroCompiler {
  private final Scope outer;

  MacroCompiler(Scope outer) {
    this.outer = outer;
  }

  /** The macro that a statement defines. */
  Macro.Shape compile(String name, Stmt.Parameters parameters, Stmt statement) {
    List<Stmt> body =
        switch (statement) {
          case Stmt.MacroDef s -> s.body();
          case Stmt.CallBlock s -> s.body();
          case Stmt.Generation s -> s.body();
          default -> throw new IllegalStateException("not a macro: " + statement);
        };
    Scope scope = outer.apart();
    declare(scope, parameters, body);
    List<String> names = parameters.names();
    List<String> special = Undeclared.in(body, "caller", "kwargs", "varargs");
    caller(parameters, special, statement.spot());
    List<Integer> slots = new ArrayList<>();
    for (String parameter : names) {
      slots.add(scope.reach(parameter, statement.spot()).slot());
    }
    for (String extra : special) {
      if (!names.contains(extra)) {
        slots.add(scope.function().slot(scope.symbols().parameter(extra)));
      }
    }
    List<String> read = new ArrayList<>(special);
    read.removeIf(s -> !s.equals("caller") && names.contains(s));
    declare(scope, parameters, body);
    return new Macro.Shape(name, names, read, body(scope, parameters, slots, body));
  }

  private static void declare(Scope scope, Stmt.Parameters parameters, List<Stmt> body) {
    SymbolVisitor visitor = scope.visitor();
    parameters.names().forEach(scope.symbols()::parameter);
    parameters.defaults().forEach(visitor::read);
    visitor.statements(body);
  }

  private void caller(Stmt.Parameters parameters, List<String> special, Spot spot) {
    int index = parameters.names().indexOf("caller");
    boolean hasDefault = index >= parameters.names().size() - parameters.defaults().size();
    if (special.contains("caller") && index >= 0 && !hasDefault) {
      throw new InvalidInput(
          spot.in(outer.name()), "caller", "this parameter must be omitted or have a default");
    }
  }

  private static Macro.Body body(
      Scope scope, Stmt.Parameters parameters, List<Integer> slots, List<Stmt> statements) {
    ExpressionCompiler expressions = new ExpressionCompiler(scope);
    int without = parameters.names().size() - parameters.defaults().size();
    List<Code> defaults = new ArrayList<>();
    for (int i = 0; i < parameters.names().size(); i++) {
      Undefined absent =
          new Undefined("parameter '" + parameters.names().get(i) + "' was not provided");
      defaults.add(
          i < without ? _ -> absent : expressions.compile(parameters.defaults().get(i - without)));
    }
    Entry entry = scope.entry();
    Step body = new StatementCompiler(scope).block(statements);
    Function function = scope.function();
    return (home, arguments) -> {
      Env env = new Env(home.run, home, function.size());
      for (int i = 0; i < arguments.length; i++) {
        env.slots[slots.get(i)] = arguments[i];
      }
      entry.enter(env);
      for (int i = 0; i < defaults.size(); i++) {
        if (env.slots[slots.get(i)] == null) {
          env.slots[slots.get(i)] = defaults.get(i).eval(env);
        }
      }
      StringBuilder out = new StringBuilder();
      body.run(env, out);
      return out.toString();
    };
  }
}
