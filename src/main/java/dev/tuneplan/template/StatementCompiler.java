package dev.tuneplan.template;

import dev.tuneplan.template.Step.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns statements into what runs them, scope by scope as jinja2/compiler.py 3.1.6 does. */
final class StatementCompiler {
  private final Scope scope;
  private final ExpressionCompiler expressions;

  StatementCompiler(Scope scope) {
    this.scope = scope;
    this.expressions = new ExpressionCompiler(scope);
  }

  /** The whole template. */
  static Step template(String name, List<Stmt> body, Function function) {
    Scope scope = new Scope(name, Symbols.root(), function);
    scope.visitor().statements(body);
    return inScope(scope, new StatementCompiler(scope).block(body));
  }

  private static Step inScope(Scope scope, Step body) {
    Entry entry = scope.entry();
    return (env, out) -> {
      entry.enter(env);
      Flow flow = body.run(env, out);
      entry.leave(env);
      return flow;
    };
  }

  Step block(List<Stmt> body) {
    Step[] steps = body.stream().map(this::statement).toArray(Step[]::new);
    if (steps.length == 1) {
      return steps[0];
    }
    return (env, out) -> {
      for (Step step : steps) {
        Flow flow = step.run(env, out);
        if (flow != Flow.NEXT) {
          return flow;
        }
      }
      return Flow.NEXT;
    };
  }

  private Step statement(Stmt statement) {
    Spot spot = statement.spot();
    return switch (statement) {
      case Stmt.Output s -> output(s);
      case Stmt.Assign s -> assign(s);
      case Stmt.AssignBlock s -> assignBlock(s);
      case Stmt.For s -> new LoopCompiler(scope).compile(s);
      case Stmt.If s -> condition(s);
      case Stmt.With s -> with(s);
      case Stmt.FilterBlock s -> filterBlock(s);
      case Stmt.MacroDef s -> macro(s);
      case Stmt.CallBlock s -> callBlock(s);
      case Stmt.Generation s -> generation(s);
      case Stmt.Jump s -> {
        Flow flow = s.leaves() ? Flow.BREAK : Flow.CONTINUE;
        yield (env, _) -> {
          env.run.at(spot);
          return flow;
        };
      }
    };
  }

  private Step output(Stmt.Output s) {
    Code[] parts = s.parts().stream().map(expressions::compile).toArray(Code[]::new);
    Spot spot = s.spot();
    return (env, out) -> {
      env.run.at(spot);
      for (Code part : parts) {
        Object value = part.eval(env);
        env.run.write(out, value instanceof String text ? text : Text.str(env.run, value));
      }
      return Flow.NEXT;
    };
  }

  private Step assign(Stmt.Assign s) {
    Targets check = Targets.check(s.target(), scope);
    Targets target = Targets.compile(s.target(), scope);
    Code value = expressions.compile(s.value());
    Spot spot = s.spot();
    return (env, _) -> {
      env.run.at(spot);
      check.set(env, None.NONE);
      target.set(env, value.eval(env));
      return Flow.NEXT;
    };
  }

  private Step assignBlock(Stmt.AssignBlock s) {
    Scope inner = scope.inner();
    inner.visitor().statements(s.body());
    Entry entry = inner.entry();
    Step body = new StatementCompiler(inner).block(s.body());
    Targets target = Targets.compile(s.target(), scope);
    Function.Reach text = inner.hidden("block");
    Code value =
        s.filter()
            .map(f -> new ExpressionCompiler(inner).compile(f))
            .orElse(env -> Optional.ofNullable(text.get(env)).orElseThrow());
    Spot spot = s.spot();
    return (env, _) -> {
      env.run.at(spot);
      entry.enter(env);
      StringBuilder buffer = new StringBuilder();
      Flow flow = body.run(env, buffer);
      if (flow == Flow.NEXT) {
        text.set(env, buffer.toString());
        target.set(env, value.eval(env));
      }
      entry.leave(env);
      return flow;
    };
  }

  private Step filterBlock(Stmt.FilterBlock s) {
    Scope inner = scope.inner();
    SymbolVisitor visitor = inner.visitor();
    visitor.statements(s.body());
    visitor.read(s.filter());
    Entry entry = inner.entry();
    Step body = new StatementCompiler(inner).block(s.body());
    Function.Reach text = inner.hidden("block");
    Code value = new ExpressionCompiler(inner).compile(s.filter());
    Spot spot = s.spot();
    return (env, out) -> {
      env.run.at(spot);
      entry.enter(env);
      StringBuilder buffer = new StringBuilder();
      Flow flow = body.run(env, buffer);
      if (flow == Flow.NEXT) {
        text.set(env, buffer.toString());
        env.run.write(out, Text.str(env.run, value.eval(env)));
      }
      entry.leave(env);
      return flow;
    };
  }

  private Step condition(Stmt.If s) {
    List<Code> tests = new ArrayList<>(List.of(expressions.compile(s.test())));
    List<Step> bodies = new ArrayList<>(List.of(block(s.body())));
    for (Stmt.If elif : s.elifs()) {
      tests.add(expressions.compile(elif.test()));
      bodies.add(block(elif.body()));
    }
    Step otherwise = block(s.otherwise());
    Spot spot = s.spot();
    return (env, out) -> {
      env.run.at(spot);
      for (int i = 0; i < tests.size(); i++) {
        if (Truth.of(tests.get(i).eval(env))) {
          return bodies.get(i).run(env, out);
        }
      }
      return otherwise.run(env, out);
    };
  }

  private Step with(Stmt.With s) {
    Scope inner = scope.inner();
    SymbolVisitor visitor = inner.visitor();
    s.targets().forEach(visitor::declare);
    visitor.statements(s.body());
    List<Targets> targets = s.targets().stream().map(t -> Targets.compile(t, inner)).toList();
    List<Code> values = s.values().stream().map(expressions::compile).toList();
    Entry entry = inner.entry();
    Step body = new StatementCompiler(inner).block(s.body());
    Spot spot = s.spot();
    return (env, out) -> {
      env.run.at(spot);
      entry.enter(env);
      for (int i = 0; i < values.size(); i++) {
        targets.get(i).set(env, values.get(i).eval(env));
      }
      Flow flow = body.run(env, out);
      entry.leave(env);
      return flow;
    };
  }

  private Step macro(Stmt.MacroDef s) {
    Macro.Shape shape = new MacroCompiler(scope).compile(s.name(), s.parameters(), s);
    Function.Reach reach = scope.reach(s.name(), s.spot());
    Spot spot = s.spot();
    return (env, _) -> {
      env.run.at(spot);
      reach.set(env, new Macro(shape, env));
      return Flow.NEXT;
    };
  }

  private Step callBlock(Stmt.CallBlock s) {
    Macro.Shape shape = new MacroCompiler(scope).compile("", s.parameters(), s);
    Function.Reach caller = scope.hidden("caller");
    Code call = expressions.call(s.call(), Optional.of(caller));
    Spot spot = s.spot();
    return (env, out) -> {
      env.run.at(spot);
      caller.set(env, new Macro(shape, env));
      env.run.write(out, Text.str(env.run, call.eval(env)));
      return Flow.NEXT;
    };
  }

  private Step generation(Stmt.Generation s) {
    Macro.Shape shape = new MacroCompiler(scope).compile("", Stmt.Parameters.NONE, s);
    Spot spot = s.spot();
    return (env, out) -> {
      env.run.at(spot);
      String text = (String) new Macro(shape, env).call(env.run, Args.NONE);
      int start = env.run.root().length();
      env.run.generated().add(new Span(start, start + text.length()));
      env.run.write(out, text);
      return Flow.NEXT;
    };
  }
}
