package dev.tuneplan.template;

import java.util.List;
import java.util.Optional;

/** An expression as it is written. */
sealed interface Expr {

  /** A literal. */
  record Const(Object value) implements Expr {}

  /** A variable. */
  record Name(String name, Spot spot) implements Expr {}

  /** {@code of.name}. */
  record Attr(Expr of, String name) implements Expr {}

  /** {@code of[key]}. */
  record Item(Expr of, Expr key) implements Expr {}

  /** {@code of[start:stop:step]}. */
  record Slice(Expr of, Optional<Expr> start, Optional<Expr> stop, Optional<Expr> step)
      implements Expr {}

  /** {@code callee(…)}. */
  record Call(Expr callee, Passed passed, Spot spot) implements Expr {}

  /** {@code of | name(…)}; a filter block has no expression in front. */
  record Filter(Optional<Expr> of, String name, Passed passed, Spot spot) implements Expr {}

  /** {@code of is name(…)}. */
  record Test(Expr of, String name, Passed passed, Spot spot) implements Expr {}

  /** {@code then if test else otherwise}. */
  record Cond(Expr test, Expr then, Optional<Expr> otherwise) implements Expr {}

  /** {@code left and right}, {@code left or right}. */
  record Logic(boolean and, Expr left, Expr right) implements Expr {}

  /** {@code not of}. */
  record Not(Expr of) implements Expr {}

  /** {@code first op other …}. */
  record Compare(Expr first, List<String> ops, List<Expr> others) implements Expr {}

  /** {@code left op right}. */
  record Binary(String op, Expr left, Expr right) implements Expr {}

  /** {@code -of}, {@code +of}. */
  record Sign(boolean minus, Expr of) implements Expr {}

  /** {@code a ~ b ~ …}. */
  record Concat(List<Expr> parts) implements Expr {}

  /** {@code [a, b]}. */
  record ListOf(List<Expr> items) implements Expr {}

  /** {@code (a, b)}; also what a tuple is assigned to. */
  record TupleOf(List<Expr> items) implements Expr {}

  /** {@code {k: v}}. */
  record DictOf(List<Expr> keys, List<Expr> values) implements Expr {}

  /** {@code namespace.attribute} on the left of an assignment. */
  record NamespaceRef(String namespace, String attribute, Spot spot) implements Expr {}

  /**
   * What stands in the parentheses of a call.
   *
   * @param args by position
   * @param names of those by name
   * @param values of those by name
   * @param more {@code *more}
   * @param moreNamed {@code **moreNamed}
   */
  record Passed(
      List<Expr> args,
      List<String> names,
      List<Expr> values,
      Optional<Expr> more,
      Optional<Expr> moreNamed) {
    static final Passed NOTHING =
        new Passed(List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

    boolean open() {
      return more.isPresent() || moreNamed.isPresent();
    }
  }
}
