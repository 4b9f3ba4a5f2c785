package dev.tuneplan.trace;

import dev.tuneplan.model.Block;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.model.Start;

/** What makes the first hidden states of tokens and their places, as a program. */
final class Embeddings {
  private final Tape t;
  private final Ops ops;
  private final ModelShape model;
  private final StepOptions options;
  private final Start start;

  Embeddings(Tape tape, ModelShape model, StepOptions options) {
    this.t = tape;
    this.ops = new Ops(tape);
    this.model = model;
    this.options = options;
    this.start = model.block().start();
  }

  /** The hidden states before the first layer, by the vocabulary's table. */
  Var run(Var table) {
    double tokens = options.tokens();
    // with adapters and checkpoints, a hook has embeddings require gradients
    boolean flows = options.checkpointed() && !options.full();
    Var x = looked(table, tokens, model.embeddingWidth(), flows);
    if (model.block().embeddingScaled()) {
      x = replaced(x, ops.scaled(x));
    }
    x = Projections.in(t, ops, model, options, x);
    x = placed(x);
    if (start.normed()) {
      Norms norms = new Norms(t, ops, options);
      x = replaced(x, norms.norm(Block.Norm.LAYER, x, model.hidden()));
    }
    return start.dropout() > 0 ? replaced(x, ops.dropout(x)) : x;
  }

  private Var replaced(Var old, Var by) {
    t.drop(old);
    return by;
  }

  /** Adds places where they are learned. */
  private Var placed(Var x) {
    boolean counted = start.positions() == Start.Positions.COUNTED;
    if (!counted && start.positions() != Start.Positions.LEARNED) {
      return x;
    }
    double places = model.maxPositions() + (counted ? 2 : 0);
    Var table = Tape.parameter(places * model.hidden(), options.outerBytes(), options.full());
    double tokens = counted ? options.tokens() : options.sequence();
    Var place = looked(table, tokens, model.hidden(), false);
    Var spread = counted ? t.alias(place) : ops.spread(place, x.values);
    t.drop(place);
    Var y = t.make(x.values, x.size, x.grad || spread.grad);
    t.kernel(x.bytes() + y.bytes() + tokens * model.hidden() * x.size);
    t.record(
        y,
        g -> {
          if (x.grad) {
            t.hold(g);
            t.gradient(x, g);
          }
          if (spread.grad) {
            t.hold(g);
            t.gradient(spread, g);
          }
        });
    t.drop(x);
    t.drop(spread);
    return y;
  }

  private Var looked(Var table, double tokens, double width, boolean flows) {
    Var y = t.make(tokens * width, table.size, table.grad || flows);
    double moved = table.bytes() + tokens * 8 + y.bytes();
    t.kernel(moved);
    if (table.grad) {
      t.record(
          y,
          g -> {
            Buffer dense = t.gradientOf(table);
            t.kernel(moved);
            t.gradient(table, dense);
          });
    } else if (flows) {
      // the hook's leaf keeps its gradient as long as the graph
      t.record(y, g -> {});
    }
    return y;
  }
}
