package dev.tuneplan.template;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that a template gives values itself.
 *
 * @param names variables, macros and parameters
 * @param attributes attributes of namespaces
 */
record Assigned(Set<String> names, Set<String> attributes) {
  static Assigned in(List<Stmt> body) {
    Assigned assigned = new Assigned(new HashSet<>(), new HashSet<>());
    body.forEach(assigned::statement);
    return assigned;
  }

  private void statement(Stmt statement) {
    switch (statement) {
      case Stmt.Assign s -> target(s.target());
      case Stmt.AssignBlock s -> {
        target(s.target());
        s.body().forEach(this::statement);
      }
      case Stmt.For s -> {
        target(s.target());
        s.body().forEach(this::statement);
        s.otherwise().forEach(this::statement);
      }
      case Stmt.If s -> {
        s.body().forEach(this::statement);
        s.elifs().forEach(this::statement);
        s.otherwise().forEach(this::statement);
      }
      case Stmt.With s -> {
        s.targets().forEach(this::target);
        s.body().forEach(this::statement);
      }
      case Stmt.FilterBlock s -> s.body().forEach(this::statement);
      case Stmt.MacroDef s -> {
        names.add(s.name());
        names.addAll(s.parameters().names());
        s.body().forEach(this::statement);
      }
      case Stmt.CallBlock s -> {
        names.addAll(s.parameters().names());
        s.body().forEach(this::statement);
      }
      case Stmt.Generation s -> s.body().forEach(this::statement);
      case Stmt.Output _, Stmt.Jump _ -> {}
    }
  }

  private void target(Expr target) {
    switch (target) {
      case Expr.Name n -> names.add(n.name());
      case Expr.NamespaceRef n -> attributes.add(n.attribute());
      default -> Children.of(target).forEach(this::target);
    }
  }
}
