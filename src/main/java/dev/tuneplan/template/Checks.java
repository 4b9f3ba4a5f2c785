package dev.tuneplan.template;

import dev.tuneplan.base.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses by name what a template uses and this interpreter does not know, before anything is
 * rendered. What stands directly in an {@code if} Jinja too looks up only when it is reached (soft
 * frames, jinja2/compiler.py 3.1.6); what neither knows is left to fail there, since templates ask
 * {@code is defined} first.
 */
final class Checks {
  private static final Set<String> CYCLER = Set.of("next", "reset");

  private final Tokens tokens;
  private final List<Stmt> body;
  private final Assigned assigned;

  Checks(Tokens tokens, List<Stmt> body) {
    this.tokens = tokens;
    this.body = body;
    this.assigned = Assigned.in(body);
  }

  void run() {
    if (!Undeclared.in(body, "self").isEmpty()) {
      tokens.note(new Spot(1, 1), "self", "blocks of templates are not known here");
    }
    statements(body, false);
  }

  private void statements(List<Stmt> statements, boolean soft) {
    statements.forEach(s -> statement(s, soft));
  }

  private void expressions(List<Expr> expressions, boolean soft) {
    expressions.forEach(e -> expression(e, soft));
  }

  private void statement(Stmt statement, boolean soft) {
    switch (statement) {
      case Stmt.Output s -> expressions(s.parts(), soft);
      case Stmt.Assign s -> expression(s.value(), soft);
      case Stmt.AssignBlock s -> {
        expressions(s.filter().stream().toList(), false);
        statements(s.body(), false);
      }
      case Stmt.For s -> {
        expression(s.iter(), soft);
        expressions(s.test().stream().toList(), false);
        statements(s.body(), false);
        statements(s.otherwise(), false);
      }
      case Stmt.If s -> {
        expression(s.test(), true);
        statements(s.body(), true);
        s.elifs().forEach(e -> statement(e, true));
        statements(s.otherwise(), true);
      }
      case Stmt.With s -> {
        expressions(s.values(), soft);
        statements(s.body(), false);
      }
      case Stmt.FilterBlock s -> {
        expression(s.filter(), false);
        statements(s.body(), false);
      }
      case Stmt.MacroDef s -> macro(s.parameters(), s.body());
      case Stmt.CallBlock s -> {
        expression(s.call(), soft);
        macro(s.parameters(), s.body());
      }
      case Stmt.Generation s -> statements(s.body(), false);
      case Stmt.Jump _ -> {}
    }
  }

  private void macro(Stmt.Parameters parameters, List<Stmt> statements) {
    expressions(parameters.defaults(), false);
    statements(statements, false);
  }

  private void expression(Expr expression, boolean soft) {
    switch (expression) {
      case Expr.Filter e -> filter(e, soft);
      case Expr.Test e -> check("test", Tests.all(), new Use(e.name(), e.passed(), e.spot()), soft);
      case Expr.Call e -> call(e, soft);
      default -> {}
    }
    boolean inner = soft || expression instanceof Expr.Cond;
    Children.of(expression).forEach(e -> expression(e, inner));
  }

  private record Use(String name, Expr.Passed passed, Spot spot) {}

  private void filter(Expr.Filter e, boolean soft) {
    check("filter", Filters.all(), new Use(e.name(), e.passed(), e.spot()), soft);
    List<Expr> args = e.passed().args();
    switch (e.name()) {
      case "map" -> named("filter", Filters.all(), args, 0, e.spot());
      case "select", "reject" -> named("test", Tests.all(), args, 0, e.spot());
      case "selectattr", "rejectattr" -> named("test", Tests.all(), args, 1, e.spot());
      default -> {}
    }
  }

  private void named(
      String kind, Map<String, Operation> known, List<Expr> args, int index, Spot spot) {
    if (args.size() > index
        && args.get(index) instanceof Expr.Const(String text)
        && !known.containsKey(text)) {
      unknown(kind, known.keySet(), text, spot);
    }
  }

  private void unknown(String kind, Set<String> known, String name, Spot spot) {
    tokens.note(spot, name, "this " + kind + " is not known here" + Suggestion.clause(name, known));
  }

  private void check(String kind, Map<String, Operation> known, Use use, boolean soft) {
    Operation operation = known.get(use.name);
    if (operation != null) {
      fault(operation, use.passed)
          .ifPresent(f -> tokens.note(use.spot, use.name, "the " + kind + " " + f));
    } else if (!soft || Filters.MISSING.contains(use.name) || use.name.equals("test")) {
      unknown(kind, known.keySet(), use.name, use.spot);
    }
  }

  private static Optional<String> fault(Operation operation, Expr.Passed passed) {
    return operation.signature().fault(passed.args().size(), passed.names(), passed.open());
  }

  private void call(Expr.Call call, boolean soft) {
    switch (call.callee()) {
      case Expr.Name(String name, Spot spot) -> {
        if (!soft
                && !assigned.names().contains(name)
                && !Builtins.all().containsKey(name)
                && !Set.of("loop", "caller").contains(name)
            || name.equals("lipsum")) {
          unknown("function", Builtins.all().keySet(), name, spot);
        }
      }
      case Expr.Attr(Expr _, String name) -> method(name, call, soft);
      default -> {}
    }
  }

  private void method(String name, Expr.Call call, boolean soft) {
    Operation ofText = Methods.TEXT.get(name);
    if (!Methods.known(name)
        && (!soft || Methods.TEXT_MISSING.contains(name))
        && !assigned.attributes().contains(name)
        && !CYCLER.contains(name)) {
      unknown("method", Methods.names(), name, call.spot());
    } else if (ofText != null && !Methods.LIST.containsKey(name)) {
      // what only texts have; other names may belong to several types
      fault(ofText, call.passed())
          .ifPresent(f -> tokens.note(call.spot(), name, "the method " + f));
    }
  }
}
