package dev.tuneplan.trace;

import dev.tuneplan.model.Layer;
import dev.tuneplan.model.Linear;
import dev.tuneplan.model.Routing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Experts with grouped products: tokens are sorted by expert, run through fused matrices, weighed
 * and put back (transformers/integrations/moe.py, grouped_mm_experts_forward).
 */
final class ExpertBlock {
  private final Tape t;
  private final Ops ops;
  private final Modules modules;
  private final StepOptions options;
  private final Layer layer;
  private final Routing routing;
  private final double used;
  private final double experts;
  private final Linear router;
  private final Linear gateUp;
  private final Linear down;
  private final List<Matrix> shared;
  private final @Nullable Matrix sharedGate;

  ExpertBlock(
      Tape tape, Ops ops, Modules modules, Layer layer, Routing routing, StepOptions options) {
    this.t = tape;
    this.ops = ops;
    this.modules = modules;
    this.options = options;
    this.layer = layer;
    this.routing = routing;
    this.router = one(layer, l -> l.part() == Linear.Part.ROUTER && l.out() > 1);
    this.gateUp = one(layer, l -> l.copies() > 1 && l.part() == Linear.Part.MLP_INPUT);
    this.down = one(layer, l -> l.copies() > 1 && l.part() == Linear.Part.MLP_OUTPUT);
    this.used = gateUp.usedPerToken();
    this.experts = gateUp.copies();
    this.shared =
        layer.linears().stream()
            .filter(l -> l.copies() == 1)
            .filter(l -> l.part() == Linear.Part.MLP_INPUT || l.part() == Linear.Part.MLP_OUTPUT)
            .map(this::matrix)
            .toList();
    this.sharedGate =
        layer.linears().stream()
            .filter(l -> l.part() == Linear.Part.ROUTER && l.out() == 1)
            .map(this::matrix)
            .findFirst()
            .orElse(null);
  }

  private static Linear one(Layer layer, java.util.function.Predicate<Linear> is) {
    return layer.linears().stream().filter(is).findFirst().orElseThrow();
  }

  private Matrix matrix(Linear l) {
    return new Matrix(l.in(), l.out(), l.bias(), rank(l));
  }

  private int rank(Linear l) {
    if (options.full() || !options.adapters().targets().in(layer).contains(l)) {
      return 0;
    }
    return options.adapters().targets().ranks(l) * options.adapters().rank();
  }

  Var forward(Var x) {
    if (sharedGate == null) {
      Var y = routed(x);
      return shared.isEmpty() ? y : summed(y, sharedExpert(x));
    }
    Var more = sharedExpert(x);
    Var y = routed(x);
    Var gate = modules.linear(x, sharedGate);
    Var open = ops.activation(gate, true);
    t.drop(gate);
    Var weighed = ops.times(open, more);
    t.drop(open);
    t.drop(more);
    return summed(y, weighed);
  }

  private Var summed(Var a, Var b) {
    Var sum = ops.sum(a, b);
    t.drop(a);
    t.drop(b);
    return sum;
  }

  private Var sharedExpert(Var x) {
    Var gate = modules.linear(x, shared.get(0));
    Var active = ops.activation(gate, false);
    t.drop(gate);
    Var up = modules.linear(x, shared.get(1));
    Var product = ops.times(active, up);
    t.drop(active);
    t.drop(up);
    Var y = modules.linear(product, shared.get(2));
    t.drop(product);
    return y;
  }

  private Var routed(Var x) {
    double tokens = options.tokens();
    double rows = tokens * used;
    Var weights = new Router(t, ops, options, routing, router, rank(router), used).weights(x);
    Weight second = weight(down);
    Weight first = weight(gateUp);
    Buffer order = sorted(rows);
    Var taken = taken(x, rows, router.in());
    Var ordered = taken(weights, rows, 1);
    counted(rows);
    Var both = grouped(taken, first, rows);
    Var product = product(both);
    t.drop(both);
    Var out = grouped(product, second, rows);
    t.drop(product);
    Var weighed = ops.times(out, ordered);
    t.drop(out);
    t.kernel(rows * 8);
    t.kernel(rows * 32);
    Var back = taken(weighed, rows, router.in());
    t.drop(weighed);
    Var summed = ops.folded(back, used);
    t.drop(back);
    Var y = ops.cast(summed, x.size);
    t.drop(summed);
    t.drop(taken);
    t.drop(ordered);
    t.drop(weights);
    t.release(order);
    first.leave();
    second.leave();
    return y;
  }

  /** Tokens sorted by expert: the order lives as long as the block runs. */
  private Buffer sorted(double rows) {
    Buffer order = t.allocate(2 * rows * 8);
    t.kernel(rows * 24);
    t.kernel(rows * 16);
    return order;
  }

  /** Tokens of each expert. */
  private void counted(double rows) {
    t.kernel(rows * 12);
    t.kernel(rows * 4 + experts * 4);
    t.kernel(experts * 8);
  }

  private Var product(Var both) {
    if (routing.biased()) {
      return clamped(both);
    }
    Var joint = ops.joint(both);
    Var gate = ops.share(joint, joint.values / 2);
    Var up = ops.share(joint, joint.values / 2);
    t.drop(joint);
    Var active = ops.activation(gate, false);
    t.drop(gate);
    Var product = ops.times(active, up);
    t.drop(active);
    t.drop(up);
    return product;
  }

  /** GptOssExperts._apply_gate: (up + 1) · gate · sigmoid(1.702 · gate), both clamped. */
  private Var clamped(Var both) {
    Var gateHalf = ops.slice(both, 0.5);
    Var upHalf = ops.slice(both, 0.5);
    Var gate = ops.clamped(gateHalf, false);
    t.drop(gateHalf);
    Var up = ops.clamped(upHalf, true);
    t.drop(upHalf);
    Var scaled = ops.scaled(gate);
    Var open = ops.activation(scaled, true);
    t.drop(scaled);
    Var glu = ops.times(gate, open);
    t.drop(gate);
    t.drop(open);
    Var more = ops.shifted(up);
    t.drop(up);
    Var y = ops.times(more, glu);
    t.drop(more);
    t.drop(glu);
    return y;
  }

  /** Rows taken by index; their gradients are added into zeros. */
  private Var taken(Var x, double rows, double width) {
    Var y = t.make(rows * width, x.size, x.grad);
    double indices = 8 * rows;
    t.kernel(x.bytes() + y.bytes() + indices);
    Buffer index = t.allocate(indices);
    t.record(
        y,
        g -> {
          Buffer zeros = t.gradientOf(x);
          t.kernel(y.bytes() + x.bytes());
          Buffer dx = t.gradientOf(x);
          t.kernel(2 * x.bytes() + y.bytes() + indices);
          t.release(zeros);
          t.gradient(x, dx);
        },
        index);
    t.release(index);
    return y;
  }

  /** A fused matrix of all experts, and the factors of its adapter. */
  private final class Weight {
    final Linear of;
    final Var stored;
    @Nullable Var left;
    @Nullable Var right;
    @Nullable Var merged;

    Weight(Linear of, Var stored) {
      this.of = of;
      this.stored = stored;
    }

    void leave() {
      for (Var v : new @Nullable Var[] {left, right, merged}) {
        if (v != null) {
          t.drop(v);
        }
      }
    }
  }

  /**
   * A fused matrix as PEFT gives it to the experts (peft/tuners/lora/layer.py, ParamWrapper):
   * factors are brought to its precision, and the sum is made once to find out the shape, once to
   * use.
   */
  private Weight weight(Linear l) {
    int rank = rank(l);
    Var stored = Tape.parameter(experts * l.in() * l.out(), options.outerBytes(), options.full());
    Weight w = new Weight(l, stored);
    if (rank > 0) {
      int size = options.adapters().bytes();
      Var a = Tape.parameter(experts * rank * l.in(), size, true);
      Var b = Tape.parameter(experts * rank * l.out(), size, true);
      // the second factor's gradient is brought to the layout of its parameter
      Var ordered = ops.reordered(b);
      w.left = ops.cast(a, stored.size);
      w.right = ops.cast(ordered, stored.size);
      t.drop(ordered);
      t.drop(merged(w, w.left, w.right));
    }
    return w;
  }

  private Var merged(Weight w, Var left, Var right) {
    double flops = 2 * left.values * w.of.out();
    Var y = t.make(w.stored.values, w.stored.size, true);
    boolean wide = w.stored.size > 2;
    t.product(2 * y.bytes() + left.bytes() + right.bytes(), flops, wide);
    t.record(
        y,
        g -> {
          factor(right, left, y, flops, wide);
          factor(left, right, y, flops, wide);
        },
        left.buffer,
        right.buffer);
    return y;
  }

  private void factor(Var other, Var to, Var y, double flops, boolean wide) {
    Buffer product = t.gradientOf(to);
    t.product(y.bytes() + other.bytes() + to.bytes(), flops, wide);
    Buffer scaled = t.gradientOf(to);
    t.kernel(2 * to.bytes());
    t.release(product);
    t.gradient(to, scaled);
  }

  private Var grouped(Var x, Weight w, double rows) {
    Linear l = w.of;
    if (options.packsAll() && options.quantised() != StepOptions.Quantised.NONE) {
      // each expert a layer of its own, as before Transformers 5
      return modules.quantised(x, new Matrix(l.in(), l.out(), false, 0), rows, experts);
    }
    Var matrix = w.stored;
    if (w.left != null && w.right != null) {
      matrix = merged(w, w.left, w.right);
      w.merged = matrix;
    }
    Var bias = routing.biased() ? bias(l, rows) : null;
    Var in = ops.cast(x, matrix.size);
    Var y = ops.product(in, matrix, rows, l.in(), l.out(), false);
    t.drop(in);
    if (bias == null) {
      return y;
    }
    Var sum = ops.added(y, bias);
    t.drop(y);
    t.drop(bias);
    return sum;
  }

  /** A bias for each row, of its expert. */
  private Var bias(Linear l, double rows) {
    Var b = Tape.parameter(experts * l.out(), options.outerBytes(), options.full());
    return taken(b, rows, l.out());
  }
}
