package dev.tuneplan.trace;

import java.util.ArrayList;
import java.util.List;

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
    if (adapters.dora()) {
      Var y = magnitudes(result, dropped, m, rows);
      t.drop(dropped);
      t.drop(input);
      return y;
    }
    Var inner = first(dropped, adapter((double) m.rank() * m.in()), m, rows);
    t.drop(dropped);
    Var b = adapter((double) m.rank() * m.out());
    Var outer = ops.product(inner, b, rows, m.rank(), m.out(), false);
    t.drop(inner);
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

  /** The product with an adapter's first matrix. */
  private Var first(Var x, Var a, Matrix m, double rows) {
    Var narrow = ops.cast(x, options.autocast() ? 2 : a.size);
    Var inner = ops.product(narrow, a, rows, m.in(), m.rank(), false);
    t.drop(narrow);
    return inner;
  }

  /**
   * DoRA's part (peft/tuners/lora/dora.py): the norm of the merged matrix, computed anew and
   * without gradient, weighs the two results. With dropout the frozen matrix multiplies the dropped
   * input once more, in the adapter's precision.
   */
  private Var magnitudes(Var result, Var x, Matrix m, double rows) {
    List<Buffer> names = new ArrayList<>();
    Var a = adapter((double) m.rank() * m.in());
    Var b = adapter((double) m.rank() * m.out());
    merged(a, b, m, x.size, names);
    Var weight = frozen(m, x.size);
    double out = m.out();
    Buffer scaled = t.allocate(weight.values * x.size);
    t.kernel(2 * weight.values * x.size);
    Buffer sum = t.allocate(weight.values * x.size);
    t.kernel(3 * weight.values * x.size);
    t.release(scaled);
    t.kernel((weight.values + out) * x.size);
    t.release(sum);
    if (options.autocast() && x.size < 4) {
      t.kernel(out * 6);
    }
    Var ratio = ops.scaled(Tape.parameter(out, options.adapters().bytes(), true));
    Var inner = first(x, a, m, rows);
    Var outer = ops.product(inner, b, rows, m.rank(), m.out(), false);
    t.drop(inner);
    Var base = base(result, x, weight, m, rows);
    Var y = weighed(result, base, ratio, outer);
    t.drop(base);
    t.drop(ratio);
    t.drop(outer);
    t.drop(weight);
    names.forEach(t::release);
    return y;
  }

  /** B·A by way of a unit matrix; its graph lives as long as the name of the result. */
  private void merged(Var a, Var b, Matrix m, int size, List<Buffer> names) {
    double in = m.in();
    double values = in * m.out();
    int wide = options.adapters().bytes();
    Buffer unit = t.allocate(in * in * wide);
    t.kernel(in * in * wide);
    Buffer eye = unit;
    if (a.size != wide) {
      eye = t.allocate(in * in * a.size);
      t.kernel(in * in * (wide + a.size));
    } else {
      t.hold(unit);
    }
    Buffer inner = t.allocate(in * m.rank() * a.size);
    t.product((in * in + 2 * in * m.rank()) * a.size, 2 * in * in * m.rank(), a.size > 2);
    Buffer delta = t.allocate(values * a.size);
    t.product(
        (values + in * m.rank() + (double) m.rank() * m.out()) * a.size,
        2 * values * m.rank(),
        a.size > 2);
    t.release(unit);
    if (t.holding()) {
      names.add(eye);
      names.add(inner);
    } else {
      t.release(eye);
      t.release(inner);
    }
    if (a.size != size) {
      Buffer cast = t.allocate(values * size);
      t.kernel(values * (a.size + size));
      t.release(delta);
      delta = cast;
    }
    names.add(delta);
  }

  /** The frozen matrix, unpacked and cast. */
  private Var frozen(Matrix m, int size) {
    double values = (double) m.in() * m.out();
    if (options.quantised() == StepOptions.Quantised.NONE) {
      Var w = Tape.parameter(values, options.weightBytes(), false);
      return ops.cast(w, size);
    }
    unpacked(values * 0.5, values, options.weightBytes());
    Var w = t.make(values, options.weightBytes(), false);
    Var cast = ops.cast(w, size);
    t.drop(w);
    return cast;
  }

  /** What the frozen matrix gives, without its bias. */
  private Var base(Var result, Var x, Var weight, Matrix m, double rows) {
    if (!options.adapters().dropout()) {
      return m.bias() ? ops.shifted(result) : t.alias(result);
    }
    Var narrowWeight = ops.cast(weight, options.autocast() ? 2 : weight.size);
    Var narrow = ops.cast(x, narrowWeight.size);
    Var y = ops.product(narrow, narrowWeight, rows, m.in(), m.out(), false);
    t.drop(narrow);
    t.drop(narrowWeight);
    return y;
  }

  private Var weighed(Var result, Var base, Var ratio, Var outer) {
    Var less = ops.shifted(ratio);
    Var first = ops.times(less, base);
    t.drop(less);
    Var second = ops.times(ratio, outer);
    Var scaled = ops.scaled(second);
    t.drop(second);
    Var dora = ops.sum(first, scaled);
    t.drop(first);
    t.drop(scaled);
    Var total = ops.sum(result, dora);
    t.drop(dora);
    boolean packed = options.quantised() != StepOptions.Quantised.NONE;
    Var y = packed && options.autocast() ? t.alias(total) : ops.cast(total, result.size);
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
    boolean apart = m.bias() && m.apart();
    Var y = product(x, m, rows, m.bias() && !apart);
    if (!apart) {
      return y;
    }
    Var sum = ops.biased(y, m.out(), options.weightBytes(), options.full());
    t.drop(y);
    return sum;
  }

  private Var product(Var x, Matrix m, double rows, boolean bias) {
    Var w = Tape.parameter((double) m.in() * m.out(), options.weightBytes(), options.full());
    if (!options.autocast()) {
      return ops.product(x, w, rows, m.in(), m.out(), bias);
    }
    Var weight = ops.cast(w, 2);
    if (w.grad && w.size > 2) {
      t.cached(t.alias(weight));
    }
    Var narrow = ops.cast(x, 2);
    Var y = ops.product(narrow, weight, rows, m.in(), m.out(), bias);
    t.drop(narrow);
    t.drop(weight);
    return y;
  }

  /** bitsandbytes' Linear4bit: the matrix is unpacked to 16 bits for each product. */
  private Var quantised(Var x, Matrix m, double rows) {
    return quantised(x, m, rows, 1);
  }

  /** The same, {@code times} of them, which share the rows. */
  Var quantised(Var x, Matrix m, double rows, double times) {
    double values = (double) m.in() * m.out();
    double packed = values * 0.5;
    double flops = 2 * rows * values;
    Var narrow = ops.cast(x, Math.max(2, options.frozenInputBytes()));
    unpacked(times * packed, times * values, 2);
    Buffer weight = t.allocate(2 * values);
    Var y = t.make(rows * m.out(), 2, x.grad);
    t.product(
        narrow.bytes() + times * 2 * values + y.bytes() + (m.bias() ? 2.0 * m.out() : 0),
        flops,
        false);
    t.release(weight);
    t.record(
        y,
        g -> {
          unpacked(times * packed, times * values, 2);
          Buffer again = t.allocate(2 * values);
          Buffer dx = t.gradientOf(narrow);
          t.product(narrow.bytes() + times * 2 * values + y.bytes(), flops, false);
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
  private void unpacked(double packed, double values, int size) {
    double scales = values / 64 * 4;
    if (options.quantised() == StepOptions.Quantised.NF4_DQ) {
      t.unpack(values / 64 + scales);
      t.unpack(2 * scales);
    }
    t.unpack(packed + scales + size * values);
  }
}
