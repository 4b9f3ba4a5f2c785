package dev.tuneplan.template;

import dev.tuneplan.template.Step.Flow;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Compiles {@code for} (visit_For, jinja2/compiler.py 3.1.6). */
final class LoopCompiler {
  private final Scope outer;

  LoopCompiler(Scope outer) {
    this.outer = outer;
  }

  Step compile(Stmt.For s) {
    Scope scope = s.recursive() ? outer.apart() : outer.inner();
    boolean extended = s.recursive() || !Undeclared.in(s.body(), "loop").isEmpty();
    if (extended) {
      scope.symbols().parameter("loop");
    }
    SymbolVisitor visitor = scope.visitor();
    visitor.declare(s.target());
    visitor.statements(s.body());
    Optional<Filtered> filtered = s.test().map(test -> filtered(s, test));
    Body body =
        new Body(
            Targets.compile(s.target(), scope),
            extended ? Optional.of(scope.reach("loop", s.spot())) : Optional.empty(),
            scope.entry(),
            new StatementCompiler(scope).block(s.body()),
            otherwise(s, scope),
            filtered);
    Code iter = new ExpressionCompiler(outer).compile(s.iter());
    Spot spot = s.spot();
    if (!s.recursive()) {
      return (env, out) -> {
        env.run.at(spot);
        return body.over(iter.eval(env), env, out, new Depth(0, null));
      };
    }
    Function function = scope.function();
    return (env, out) -> {
      env.run.at(spot);
      Object items = iter.eval(env);
      env.run.write(out, new Recursion(env, function, body).apply(items, 0L).toString());
      return Flow.NEXT;
    };
  }

  private Filtered filtered(Stmt.For s, Expr test) {
    Scope scope = outer.apart();
    SymbolVisitor visitor = scope.visitor();
    visitor.declare(s.target());
    visitor.read(test);
    Targets target = Targets.compile(s.target(), scope);
    Code code = new ExpressionCompiler(scope).compile(test);
    return new Filtered(target, code, scope.entry(), scope.function());
  }

  private Optional<Step> otherwise(Stmt.For s, Scope loop) {
    if (s.otherwise().isEmpty()) {
      return Optional.empty();
    }
    // a sibling of the loop's own scope, in the same function
    Scope scope = new Scope(outer.name(), outer.symbols().inner(), loop.function());
    scope.visitor().statements(s.otherwise());
    Entry entry = scope.entry();
    Step body = new StatementCompiler(scope).block(s.otherwise());
    return Optional.of((env, out) -> {
      entry.enter(env);
      Flow flow = body.run(env, out);
      entry.leave(env);
      return flow;
    });
  }

  /** The {@code if} of a loop, evaluated as the loop asks for items. */
  private record Filtered(Targets target, Code test, Entry entry, Function function) {
    Generator of(Env home, Object items) {
      Env env = new Env(home.run, home, function.size());
      boolean[] entered = {false};
      return Lazy.filtered(
          items,
          item -> item,
          item -> {
            if (!entered[0]) {
              entry.enter(env);
              entered[0] = true;
            }
            env.run.spend(1);
            target.set(env, item);
            return Truth.of(test.eval(env));
          });
    }
  }

  private record Depth(long depth0, @Nullable BiFunction<Object, Long, Object> recurse) {}

  private record Recursion(Env home, Function function, Body body)
      implements BiFunction<Object, Long, Object> {
    @Override
    public Object apply(Object items, Long depth) {
      home.run.enter();
      StringBuilder out = new StringBuilder();
      Env env = new Env(home.run, home, function.size());
      body.over(items, env, out, new Depth(depth, this));
      home.run.leave();
      return out.toString();
    }
  }

  private record Body(
      Targets target,
      Optional<Function.Reach> loop,
      Entry entry,
      Step body,
      Optional<Step> otherwise,
      Optional<Filtered> filtered) {

    Flow over(Object items, Env env, StringBuilder out, Depth depth) {
      Object chosen = filtered.isPresent() ? filtered.get().of(env, items) : items;
      Iterator<Object> from = Iteration.over(chosen);
      boolean nothing =
          loop.isPresent()
              ? extended(new Loop(chosen, from, depth.depth0, depth.recurse), env, out)
              : plain(from, env, out);
      entry.leave(env);
      return nothing && otherwise.isPresent() ? otherwise.get().run(env, out) : Flow.NEXT;
    }

    /** Whether no body ran to its end, on which {@code else} depends. */
    private boolean plain(Iterator<Object> items, Env env, StringBuilder out) {
      boolean nothing = true;
      while (items.hasNext()) {
        env.run.spend(1);
        target.set(env, items.next());
        entry.enter(env);
        Flow flow = body.run(env, out);
        if (flow == Flow.BREAK) {
          break;
        }
        nothing &= flow == Flow.CONTINUE;
      }
      return nothing;
    }

    private boolean extended(Loop state, Env env, StringBuilder out) {
      boolean nothing = true;
      Function.Reach variable = loop.orElseThrow();
      while (state.advance()) {
        env.run.spend(1);
        target.set(env, state.current());
        variable.set(env, state);
        entry.enter(env);
        Flow flow = body.run(env, out);
        if (flow == Flow.BREAK) {
          break;
        }
        nothing &= flow == Flow.CONTINUE;
      }
      return nothing;
    }
  }
}
