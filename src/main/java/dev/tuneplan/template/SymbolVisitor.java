package dev.tuneplan.template;

import java.util.List;
import java.util.Optional;

/**
 * Notes in a scope's {@link Symbols} what its statements read and set (FrameSymbolVisitor,
 * jinja2/idtracking.py 3.1.6).
 */
final class SymbolVisitor {
  private Symbols symbols;

  SymbolVisitor(Symbols symbols) {
    this.symbols = symbols;
  }

  void statements(List<Stmt> body) {
    body.forEach(this::statement);
  }

  private void statement(Stmt statement) {
    switch (statement) {
      case Stmt.Output s -> s.parts().forEach(this::read);
      case Stmt.Assign s -> {
        read(s.value());
        store(s.target());
      }
      case Stmt.AssignBlock s -> store(s.target());
      case Stmt.For s -> read(s.iter());
      case Stmt.If s -> condition(s);
      case Stmt.With s -> s.values().forEach(this::read);
      case Stmt.FilterBlock s -> read(s.filter());
      case Stmt.MacroDef s -> symbols.store(s.name());
      case Stmt.CallBlock s -> read(s.call());
      case Stmt.Generation _, Stmt.Jump _ -> {}
    }
  }

  private void condition(Stmt.If s) {
    read(s.test());
    Symbols original = symbols;
    Symbols body = branch(original, s.body());
    symbols = original.copy();
    s.elifs().forEach(this::condition);
    Symbols elifs = symbols;
    Symbols otherwise = branch(original, s.otherwise());
    symbols = original;
    symbols.merge(List.of(body, elifs, otherwise));
  }

  private Symbols branch(Symbols original, List<Stmt> body) {
    symbols = original.copy();
    statements(body);
    return symbols;
  }

  private void store(Expr target) {
    switch (target) {
      case Expr.Name n -> symbols.store(n.name());
      case Expr.NamespaceRef n -> symbols.load(n.namespace());
      case Expr.TupleOf t -> t.items().forEach(this::store);
      default -> throw new IllegalStateException("not a target: " + target);
    }
  }

  /** Declares the names of a loop's or a with's target. */
  void declare(Expr target) {
    switch (target) {
      case Expr.Name n -> symbols.parameter(n.name());
      case Expr.TupleOf t -> t.items().forEach(this::declare);
      default -> throw new IllegalStateException("not a target: " + target);
    }
  }

  void read(Expr expr) {
    if (expr instanceof Expr.Name n) {
      symbols.load(n.name());
    } else {
      Children.of(expr).forEach(this::read);
    }
  }

  void read(Optional<Expr> expr) {
    expr.ifPresent(this::read);
  }
}
