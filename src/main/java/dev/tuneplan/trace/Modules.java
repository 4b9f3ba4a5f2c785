package dev.tuneplan.trace;

/** Matrices with their adapters, and the parts of feed-forward blocks. */
final class Modules {
  private final Tape t;
  private final Ops ops;
  private final StepOptions options;

  Modules(Tape tape, Ops ops, StepOptions options) {
    this.t = tape;
    this.ops = ops;
    this.options = options;
  }

  /**
   * A matrix with its adapter: peft/tuners/lora/layer.py, Linear.forward; over packed matrices
   * bnb.py, Linear4bit.forward, which copies the result and leaves casts to autocast.
   */
  Var linear(Var x, Matrix m) {
    double rows = x.values / m.in();
    boolean packed = options.quantised() != StepOptions.Quantised.NONE;
    Var result = base(x, m, rows);
    if (m.rank() == 0) {
      return result;
    }
    StepOptions.Adapters adapters = options.adapters();
    if (packed) {
      Var copy = ops.copied(result, result.values);
      t.drop(result);
      result = copy;
    }
    Var input = packed && options.autocast() ? t.alias(x) : ops.cast(x, adapters.bytes());
    Var dropped = adapters.dropout() ? ops.dropout(input) : t.alias(input);
    Var a = adapter((double) m.rank() * m.in());
    Var narrow = ops.cast(dropped, options.autocast() ? 2 : a.size);
    Var inner = ops.product(narrow, a, rows, m.in(), m.rank(), false);
    t.drop(narrow);
    t.drop(dropped);
    Var b = adapter((double) m.rank() * m.out());
    Var outer = ops.product(inner, b, rows, m.rank(), m.out(), false);
    t.drop(inner);
    if (adapters.dora()) {
      Var y = magnitudes(result, outer, m);
      t.drop(outer);
      t.drop(input);
      return y;
    }
    Var scaled = ops.scaled(outer);
    t.drop(outer);
    Var added = packed && !options.autocast() ? ops.cast(scaled, result.size) : t.alias(scaled);
    t.drop(scaled);
    Var total = ops.sum(result, added);
    t.drop(added);
    Var y = packed ? t.alias(total) : ops.cast(total, result.size);
    t.drop(result);
    t.drop(total);
    t.drop(input);
    return y;
  }

  /**
   * DoRA's part (peft/tuners/lora/dora.py): the norm of the merged matrix, computed anew and
   * without gradient, weighs the two results.
   */
  private Var magnitudes(Var result, Var outer, Matrix m) {
    double in = m.in();
    double values = in * m.out();
    int size = outer.size;
    Buffer eye = t.allocate(in * in * size);
    t.kernel(in * in * size);
    Buffer inner = t.allocate(in * m.rank() * size);
    t.product((in * in + 2 * in * m.rank()) * size, 2 * in * in * m.rank(), size > 2);
    Buffer delta = t.allocate(values * size);
    t.product(
        (values + in * m.rank() + (double) m.rank() * m.out()) * size,
        2 * values * m.rank(),
        size > 2);
    t.release(inner);
    Buffer weight = t.allocate(values * size);
    t.kernel(values * (options.weightBytes() + size));
    Buffer scaled = t.allocate(values * size);
    t.kernel(2 * values * size);
    Buffer sum = t.allocate(values * size);
    t.kernel(3 * values * size);
    t.release(scaled);
    t.kernel(values * size);
    t.release(sum);
    t.release(weight);
    t.release(delta);
    t.release(eye);
    Var magnitude = Tape.parameter(m.out(), size, true);
    Var ratio = ops.scaled(magnitude);
    Var less = ops.shifted(ratio);
    Var first = ops.times(less, result);
    t.drop(less);
    Var second = ops.times(ratio, outer);
    t.drop(ratio);
    Var weighed = ops.scaled(second);
    t.drop(second);
    Var dora = ops.sum(first, weighed);
    t.drop(first);
    t.drop(weighed);
    Var total = ops.sum(result, dora);
    t.drop(dora);
    Var y = ops.cast(total, result.size);
    t.drop(result);
    t.drop(total);
    return y;
  }

  /** An adapter's matrix as it enters products. */
  private Var adapter(double values) {
    Var w = Tape.parameter(values, options.adapters().bytes(), true);
    return options.autocast() && w.size > 2 ? t.cached(ops.cast(w, 2)) : w;
  }

  private Var base(Var x, Matrix m, double rows) {
    if (options.quantised() != StepOptions.Quantised.NONE) {
      return quantised(x, m, rows);
    }
    Var w = Tape.parameter((double) m.in() * m.out(), options.weightBytes(), options.full());
    if (!options.autocast()) {
      return ops.product(x, w, rows, m.in(), m.out(), m.bias());
    }
    Var weight = ops.cast(w, 2);
    if (w.grad && w.size > 2) {
      t.cached(t.alias(weight));
    }
    Var narrow = ops.cast(x, 2);
    Var y = ops.product(narrow, weight, rows, m.in(), m.out(), m.bias());
    t.drop(narrow);
    t.drop(weight);
    return y;
  }

  /** bitsandbytes' Linear4bit: the matrix is unpacked to 16 bits for each product. */
  private Var quantised(Var x, Matrix m, double rows) {
    double values = (double) m.in() * m.out();
    double packed = values * 0.5;
    double flops = 2 * rows * values;
    Var narrow = ops.cast(x, Math.max(2, options.frozenInputBytes()));
    unpacked(packed, values);
    Buffer weight = t.allocate(2 * values);
    Var y = t.make(rows * m.out(), 2, x.grad);
    t.product(
        narrow.bytes() + 2 * values + y.bytes() + (m.bias() ? 2.0 * m.out() : 0), flops, false);
    t.release(weight);
    t.record(
        y,
        g -> {
          unpacked(packed, values);
          Buffer again = t.allocate(2 * values);
          Buffer dx = t.gradientOf(narrow);
          t.product(narrow.bytes() + 2 * values + y.bytes(), flops, false);
          t.release(again);
          t.gradient(narrow, dx);
        },
        options.frozenInputBytes() > 0 ? new Buffer[] {narrow.buffer} : NOTHING);
    t.drop(narrow);
    Var back = ops.cast(y, options.narrowOutputs() ? 2 : x.size);
    t.drop(y);
    return back;
  }

  /** The layer keeps its matrix on its own account, which checkpoints do not see. */
  private static final Buffer[] NOTHING = {};

  /** The kernels that unpack a matrix; with double quantisation its scales are unpacked first. */
  private void unpacked(double packed, double values) {
    double scales = values / 64 * 4;
    if (options.quantised() == StepOptions.Quantised.NF4_DQ) {
      t.unpack(values / 64 + scales);
      t.unpack(2 * scales);
    }
    t.unpack(packed + scales + 2 * values);
  }
}
