package dev.tuneplan.trace;

import dev.tuneplan.model.Layer;
import dev.tuneplan.model.Linear;
import java.util.List;

/**
 * Experts with grouped products: tokens are sorted by expert, run through fused matrices, weighed
 * and put back (transformers/integrations/moe.py, grouped_mm).
 */
final class ExpertBlock {
  private final Tape t;
  private final Ops ops;
  private final Modules modules;
  private final StepOptions options;
  private final double used;
  private final double experts;
  private final Linear router;
  private final Linear gateUp;
  private final Linear down;
  private final List<Matrix> shared;

  ExpertBlock(Tape tape, Ops ops, Modules modules, Layer layer, StepOptions options) {
    this.t = tape;
    this.ops = ops;
    this.modules = modules;
    this.options = options;
    this.router = layer.linears().stream().filter(ExpertBlock::routes).findFirst().orElseThrow();
    this.gateUp = fused(layer, Linear.Part.MLP_INPUT);
    this.down = fused(layer, Linear.Part.MLP_OUTPUT);
    this.used = gateUp.usedPerToken();
    this.experts = gateUp.copies();
    this.shared =
        layer.linears().stream()
            .filter(l -> l.copies() == 1)
            .filter(l -> l.part() == Linear.Part.MLP_INPUT || l.part() == Linear.Part.MLP_OUTPUT)
            .map(l -> {
              boolean adapted =
                  !options.full() && options.adapters().targets().in(layer).contains(l);
              int rank = adapted ? options.adapters().rank() : 0;
              return new Matrix(l.in(), l.out(), l.bias(), rank);
            })
            .toList();
  }

  private static boolean routes(Linear l) {
    return l.part() == Linear.Part.ROUTER && l.out() > 1;
  }

  private static Linear fused(Layer layer, Linear.Part part) {
    return layer.linears().stream()
        .filter(l -> l.copies() > 1 && l.part() == part)
        .findFirst()
        .orElseThrow();
  }

  Var forward(Var x) {
    double tokens = x.values / router.in();
    double rows = tokens * used;
    Var weights = routed(x, tokens);
    Var sorted = picked(x, rows * router.in());
    Var ordered = picked(weights, rows);
    t.drop(weights);
    Var both = grouped(sorted, gateUp, rows);
    t.drop(sorted);
    Var joint = ops.joint(both);
    t.drop(both);
    Var gate = ops.share(joint, joint.values / 2);
    Var up = ops.share(joint, joint.values / 2);
    t.drop(joint);
    Var active = ops.activation(gate, false);
    t.drop(gate);
    Var product = ops.times(active, up);
    t.drop(active);
    t.drop(up);
    Var out = grouped(product, down, rows);
    t.drop(product);
    Var weighed = ops.times(out, ordered);
    t.drop(out);
    t.drop(ordered);
    Var back = picked(weighed, weighed.values);
    t.drop(weighed);
    Var summed = ops.folded(back, used);
    t.drop(back);
    Var y = ops.cast(summed, x.size);
    t.drop(summed);
    return shared.isEmpty() ? y : withShared(x, y);
  }

  private Var withShared(Var x, Var y) {
    Var gate = modules.linear(x, shared.get(0));
    Var active = ops.activation(gate, false);
    t.drop(gate);
    Var up = modules.linear(x, shared.get(1));
    Var product = ops.times(active, up);
    t.drop(active);
    t.drop(up);
    Var more = modules.linear(product, shared.get(2));
    t.drop(product);
    Var sum = ops.sum(y, more);
    t.drop(y);
    t.drop(more);
    return sum;
  }

  /** Probabilities of the chosen experts, one for each token and choice. */
  private Var routed(Var x, double tokens) {
    Var w = Tape.parameter((double) router.in() * router.out(), x.size, options.full());
    Var scores = ops.product(x, w, tokens, router.in(), router.out(), router.bias());
    Var wide = ops.cast(scores, 4);
    t.drop(scores);
    Var soft = ops.activation(wide, true);
    t.drop(wide);
    Var chosen = picked(soft, tokens * used);
    t.drop(soft);
    Var sum = ops.mean(chosen, used);
    Var y = ops.times(chosen, sum);
    t.drop(chosen);
    t.drop(sum);
    for (int i = 0; i < SORTING; i++) {
      t.kernel(tokens * used * 16);
    }
    return y;
  }

  /** Kernels that sort tokens by expert and count them. */
  private static final int SORTING = 7;

  /** Rows taken by index; their gradients are added into zeros. */
  private Var picked(Var x, double values) {
    Var y = t.make(values, x.size, x.grad);
    double indices = 8 * values / Math.max(1, x.values / Math.max(1, options.tokens()));
    t.kernel(x.bytes() + y.bytes() + indices);
    Buffer index = t.allocate(8 * options.tokens() * used);
    t.record(
        y,
        g -> {
          Buffer zeros = t.gradientOf(x);
          t.kernel(x.bytes());
          Buffer dx = t.gradientOf(x);
          t.kernel(2 * x.bytes() + y.bytes() + indices);
          t.release(zeros);
          t.gradient(x, dx);
        },
        index);
    t.release(index);
    return y;
  }

  private Var grouped(Var x, Linear l, double rows) {
    Var w = Tape.parameter(experts * l.in() * l.out(), options.weightBytes(), options.full());
    return ops.product(x, w, rows, l.in(), l.out(), false);
  }
}
