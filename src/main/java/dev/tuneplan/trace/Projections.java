package dev.tuneplan.trace;

import dev.tuneplan.model.Linear;
import dev.tuneplan.model.ModelShape;

/** The matrices between layers and a vocabulary of another width (OPT-350M). */
final class Projections {
  private Projections() {}

  /** What enters the layers. */
  static Var in(Tape t, Ops ops, ModelShape model, StepOptions options, Var x) {
    return model.projections().isEmpty()
        ? x
        : through(t, ops, model.projections().getFirst(), options, x);
  }

  /** What enters the head. */
  static Var out(Tape t, Ops ops, ModelShape model, StepOptions options, Var x) {
    return model.projections().isEmpty()
        ? x
        : through(t, ops, model.projections().getLast(), options, x);
  }

  private static Var through(Tape t, Ops ops, Linear l, StepOptions options, Var x) {
    boolean adapted =
        !options.full()
            && (options.adapters().targets().all()
                || options.adapters().targets().names().contains(l.name()));
    int rank = adapted ? options.adapters().rank() : 0;
    Var y = new Modules(t, ops, options).linear(x, new Matrix(l.in(), l.out(), l.bias(), rank));
    t.drop(x);
    return y;
  }
}
