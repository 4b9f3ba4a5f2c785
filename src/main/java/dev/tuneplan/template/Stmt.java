package dev.tuneplan.template;

import java.util.List;
import java.util.Optional;

/** A statement as it is written. */
sealed interface Stmt {

  /** Where it begins. */
  Spot spot();

  /** Text and {@code {{ … }}} between two tags; texts are constants. */
  record Output(List<Expr> parts, Spot spot) implements Stmt {}

  /** {@code {% set target = value %}}. */
  record Assign(Expr target, Expr value, Spot spot) implements Stmt {}

  /** {@code {% set target | filter %}…{% endset %}}. */
  record AssignBlock(Expr target, Optional<Expr> filter, List<Stmt> body, Spot spot)
      implements Stmt {}

  /** {@code {% for … %}}. */
  record For(
      Expr target,
      Expr iter,
      Optional<Expr> test,
      boolean recursive,
      List<Stmt> body,
      List<Stmt> otherwise,
      Spot spot)
      implements Stmt {}

  /** {@code {% if … %}}; those of {@code elif} have neither. */
  record If(Expr test, List<Stmt> body, List<If> elifs, List<Stmt> otherwise, Spot spot)
      implements Stmt {}

  /** {@code {% with … %}}. */
  record With(List<Expr> targets, List<Expr> values, List<Stmt> body, Spot spot) implements Stmt {}

  /** {@code {% filter … %}}. */
  record FilterBlock(Expr filter, List<Stmt> body, Spot spot) implements Stmt {}

  /** {@code {% macro name(…) %}}. */
  record MacroDef(String name, Parameters parameters, List<Stmt> body, Spot spot) implements Stmt {}

  /** {@code {% call(…) … %}}. */
  record CallBlock(Expr.Call call, Parameters parameters, List<Stmt> body, Spot spot)
      implements Stmt {}

  /** {@code {% generation %}}. */
  record Generation(List<Stmt> body, Spot spot) implements Stmt {}

  /** {@code {% break %}} or {@code {% continue %}}. */
  record Jump(boolean leaves, Spot spot) implements Stmt {}

  /**
   * Parameters of a macro.
   *
   * @param names in order
   * @param defaults of the last of them
   */
  record Parameters(List<String> names, List<Expr> defaults) {
    static final Parameters NONE = new Parameters(List.of(), List.of());
  }
}
