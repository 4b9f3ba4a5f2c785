package dev.tuneplan.template;

import java.util.List;

/** Whether a template has a {@code generation} tag anywhere. */
final class Generations {
  private Generations() {}

  static boolean in(List<Stmt> body) {
    return body.stream().anyMatch(Generations::in);
  }

  private static boolean in(Stmt statement) {
    return switch (statement) {
      case Stmt.Generation _ -> true;
      case Stmt.For s -> in(s.body()) || in(s.otherwise());
      case Stmt.If s ->
          in(s.body()) || s.elifs().stream().anyMatch(Generations::in) || in(s.otherwise());
      case Stmt.With s -> in(s.body());
      case Stmt.FilterBlock s -> in(s.body());
      case Stmt.AssignBlock s -> in(s.body());
      case Stmt.MacroDef s -> in(s.body());
      case Stmt.CallBlock s -> in(s.body());
      case Stmt.Output _, Stmt.Assign _, Stmt.Jump _ -> false;
    };
  }
}
