package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The expressions directly within an expression. */
final class Children {
  private Children() {}

  static List<Expr> of(Expr expr) {
    return switch (expr) {
      case Expr.Const _, Expr.Name _, Expr.NamespaceRef _ -> List.of();
      case Expr.Attr e -> List.of(e.of());
      case Expr.Item e -> List.of(e.of(), e.key());
      case Expr.Slice e -> some(List.of(e.of()), e.start(), e.stop(), e.step());
      case Expr.Call e -> passed(List.of(e.callee()), e.passed());
      case Expr.Filter e -> passed(e.of().stream().toList(), e.passed());
      case Expr.Test e -> passed(List.of(e.of()), e.passed());
      case Expr.Cond e -> some(List.of(e.test(), e.then()), e.otherwise());
      case Expr.Logic e -> List.of(e.left(), e.right());
      case Expr.Not e -> List.of(e.of());
      case Expr.Compare e -> joined(List.of(e.first()), e.others());
      case Expr.Binary e -> List.of(e.left(), e.right());
      case Expr.Sign e -> List.of(e.of());
      case Expr.Concat e -> e.parts();
      case Expr.ListOf e -> e.items();
      case Expr.TupleOf e -> e.items();
      case Expr.DictOf e -> joined(e.keys(), e.values());
    };
  }

  @SafeVarargs
  private static List<Expr> some(List<Expr> first, Optional<Expr>... more) {
    List<Expr> all = new ArrayList<>(first);
    for (Optional<Expr> one : more) {
      one.ifPresent(all::add);
    }
    return all;
  }

  private static List<Expr> joined(List<Expr> a, List<Expr> b) {
    List<Expr> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private static List<Expr> passed(List<Expr> first, Expr.Passed passed) {
    List<Expr> all = joined(joined(first, passed.args()), passed.values());
    passed.more().ifPresent(all::add);
    passed.moreNamed().ifPresent(all::add);
    return all;
  }
}
