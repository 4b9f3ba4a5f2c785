package dev.tuneplan.trace;

import dev.tuneplan.model.Linear;
import dev.tuneplan.model.Routing;

/** How tokens choose experts (the TopKRouter classes of Transformers), as a program. */
final class Router {
  private final Tape t;
  private final Ops ops;
  private final StepOptions options;
  private final Routing routing;
  private final Linear matrix;
  private final int rank;
  private final double used;
  private final double tokens;

  /**
   * A router.
   *
   * @param rank of the adapter of its matrix; 0 means none
   * @param used experts of a token
   */
  Router(
      Tape tape,
      Ops ops,
      StepOptions options,
      Routing routing,
      Linear matrix,
      int rank,
      double used) {
    this.t = tape;
    this.ops = ops;
    this.options = options;
    this.routing = routing;
    this.matrix = matrix;
    this.rank = rank;
    this.used = used;
    this.tokens = options.tokens();
  }

  /** Weights of the chosen experts, one for each token and choice. */
  Var weights(Var x) {
    return switch (routing.scores()) {
      case SOFTMAX -> softmax(x);
      case TOP_FIRST -> topFirst(x);
      case SOFTMAX_WIDE, SIGMOID_WIDE -> wide(x);
    };
  }

  private Var softmax(Var x) {
    Var logits = logits(x);
    Var wide = ops.cast(logits, 4);
    t.drop(logits);
    Var soft = ops.activation(wide, true);
    t.drop(wide);
    Var top = top(soft);
    t.drop(soft);
    Var normal = routing.normalised() ? normalised(top) : t.alias(top);
    t.drop(top);
    Var y = routing.narrowed() ? ops.cast(normal, x.size) : t.alias(normal);
    t.drop(normal);
    return y;
  }

  private Var topFirst(Var x) {
    Var logits = logits(x);
    Var top = top(logits);
    t.drop(logits);
    Var y = ops.activation(top, true);
    t.drop(top);
    return y;
  }

  /** The routers of DeepSeek: all in 32 bits, experts in groups. */
  private Var wide(Var x) {
    boolean sigmoid = routing.scores() == Routing.Scores.SIGMOID_WIDE;
    Var input = ops.cast(x, 4);
    Var merged = merged();
    Var weight = ops.cast(merged, 4);
    t.drop(merged);
    Var logits = ops.product(input, weight, tokens, matrix.in(), matrix.out(), false);
    t.drop(input);
    t.drop(weight);
    Var scores = ops.activation(logits, true);
    t.drop(logits);
    Buffer index = t.allocate(tokens * used * 8);
    Var kept = sigmoid ? t.alias(scores) : groups(scores);
    if (sigmoid) {
      chosen();
    }
    Var top = top(kept);
    t.release(index);
    t.drop(kept);
    t.drop(scores);
    Var normal = routing.normalised() ? normalised(top) : t.alias(top);
    t.drop(top);
    Var y = ops.scaled(normal);
    t.drop(normal);
    return y;
  }

  /** DeepSeek-V2's choice of groups by their best expert. */
  private Var groups(Var scores) {
    double groups = routing.groups();
    if (groups == 0) {
      return t.alias(scores);
    }
    double all = tokens * matrix.out();
    t.kernel(4 * all + 12 * tokens * groups);
    mask(all, groups);
    Var y = t.make(all, 4, scores.grad);
    t.kernel(9 * all);
    Buffer mask = t.allocate(all);
    t.record(
        y,
        g -> {
          Buffer d = t.gradientOf(scores);
          t.kernel(9 * all);
          t.gradient(scores, d);
        },
        mask);
    t.release(mask);
    return y;
  }

  /** The choice of groups as a mask over all experts. */
  private void mask(double all, double groups) {
    double chosen = routing.chosenGroups();
    t.kernel(tokens * (4 * groups + 12 * chosen));
    t.kernel(8 * tokens * groups);
    t.kernel(tokens * (8 * groups + 8 * chosen));
    t.kernel(8 * all);
    t.kernel(5 * all);
    t.kernel(2 * all);
  }

  /** DeepSeek-V3's choice, with a correction that gets no gradient. */
  private void chosen() {
    double all = tokens * matrix.out();
    double groups = routing.groups();
    t.kernel(8 * all + 4 * matrix.out());
    t.kernel(4 * all + 24 * tokens * groups);
    t.kernel(12 * tokens * groups);
    mask(all, groups);
    t.kernel(9 * all);
    t.kernel(4 * all + 12 * tokens * used);
  }

  /** topk, whose gradient is put into zeros. */
  private Var top(Var x) {
    Var y = t.make(tokens * used, x.size, x.grad);
    Buffer index = t.allocate(tokens * used * 8);
    double indices = y.values * 8;
    t.kernel(x.bytes() + y.bytes() + indices);
    t.record(
        y,
        g -> {
          t.kernel(y.bytes() + x.bytes());
          Buffer d = t.gradientOf(x);
          t.kernel(2 * x.bytes() + indices + y.bytes());
          t.gradient(x, d);
        },
        index);
    t.release(index);
    return y;
  }

  /** Divided by their sum, in place. */
  private Var normalised(Var x) {
    double rows = tokens * x.size;
    t.kernel(x.bytes() + rows);
    if (routing.scores() == Routing.Scores.SIGMOID_WIDE) {
      t.kernel(2 * rows);
    }
    Buffer before = t.allocate(x.bytes());
    t.kernel(2 * x.bytes());
    Var y = new Var(x.values, x.size, x.grad, false, x.buffer);
    t.hold(x.buffer);
    t.kernel(2 * x.bytes() + rows);
    t.record(
        y,
        g -> {
          Buffer d = t.gradientOf(x);
          t.kernel(2 * x.bytes() + rows);
          t.kernel(2 * x.bytes() + rows);
          t.kernel(2 * x.bytes());
          t.kernel(3 * x.bytes());
          t.kernel(2 * x.bytes() + rows);
          t.kernel(x.bytes() + rows);
          t.kernel(3 * x.bytes());
          t.gradient(x, d);
        },
        before);
    t.release(before);
    return y;
  }

  private Var logits(Var x) {
    Var merged = merged();
    Var in = ops.cast(x, options.autocast() ? 2 : x.size);
    Var w = ops.cast(merged, in.size);
    t.drop(merged);
    Var y = ops.product(in, w, tokens, matrix.in(), matrix.out(), matrix.bias());
    t.drop(in);
    t.drop(w);
    return y;
  }

  /**
   * The matrix with its adapter added (peft/tuners/lora/layer.py, ParamWrapper): once to find out
   * the shape, once to use.
   */
  private Var merged() {
    double values = (double) matrix.in() * matrix.out();
    Var w = Tape.parameter(values, options.outerBytes(), options.full());
    if (rank == 0) {
      return w;
    }
    int size = options.adapters().bytes();
    Var a = Tape.parameter((double) rank * matrix.in(), size, true);
    Var b = Tape.parameter((double) rank * matrix.out(), size, true);
    Var product = ops.product(b, a, matrix.out(), rank, matrix.in(), false);
    Var scaled = ops.scaled(product);
    t.drop(product);
    Var delta = ops.cast(scaled, w.size);
    t.drop(scaled);
    t.drop(ops.sum(w, delta));
    Var y = ops.sum(w, delta);
    t.drop(delta);
    return y;
  }
}
