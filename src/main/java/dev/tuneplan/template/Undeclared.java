package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of some names a body reads before it sets them (find_undeclared, jinja2/compiler.py 3.1.6).
 */
final class Undeclared {
  private final Set<String> names;
  private final Set<String> found = new HashSet<>();

  private Undeclared(List<String> names) {
    this.names = new HashSet<>(names);
  }

  /** In the order in which they are asked for. */
  static List<String> in(List<Stmt> body, String... names) {
    Undeclared visitor = new Undeclared(List.of(names));
    visitor.statements(body);
    List<String> ordered = new ArrayList<>(List.of(names));
    ordered.retainAll(visitor.found);
    return ordered;
  }

  private void statements(List<Stmt> body) {
    body.forEach(this::statement);
  }

  private void statement(Stmt statement) {
    switch (statement) {
      case Stmt.Output s -> s.parts().forEach(this::read);
      case Stmt.Assign s -> {
        set(s.target());
        read(s.value());
      }
      case Stmt.AssignBlock s -> {
        set(s.target());
        s.filter().ifPresent(this::read);
        statements(s.body());
      }
      case Stmt.For s -> {
        set(s.target());
        read(s.iter());
        statements(s.body());
        statements(s.otherwise());
        s.test().ifPresent(this::read);
      }
      case Stmt.If s -> {
        read(s.test());
        statements(s.body());
        s.elifs().forEach(this::statement);
        statements(s.otherwise());
      }
      case Stmt.With s -> {
        s.targets().forEach(this::set);
        s.values().forEach(this::read);
        statements(s.body());
      }
      case Stmt.FilterBlock s -> {
        statements(s.body());
        read(s.filter());
      }
      case Stmt.MacroDef s -> macro(s.parameters(), s.body());
      case Stmt.CallBlock s -> {
        read(s.call());
        macro(s.parameters(), s.body());
      }
      case Stmt.Generation s -> statements(s.body());
      case Stmt.Jump _ -> {}
    }
  }

  private void macro(Stmt.Parameters parameters, List<Stmt> body) {
    names.removeAll(parameters.names());
    parameters.defaults().forEach(this::read);
    statements(body);
  }

  private void set(Expr target) {
    if (target instanceof Expr.Name n) {
      names.remove(n.name());
    } else {
      Children.of(target).forEach(this::set);
    }
  }

  private void read(Expr expr) {
    if (expr instanceof Expr.Name n) {
      if (names.contains(n.name())) {
        found.add(n.name());
      }
    } else {
      Children.of(expr).forEach(this::read);
    }
  }
}
