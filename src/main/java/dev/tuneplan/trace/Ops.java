package dev.tuneplan.trace;

/**
 * Operators with the kernels, saved tensors and gradients that PyTorch has for them
 * (tools/autograd/derivatives.yaml, 2.15). Sizes in values.
 */
final class Ops {
  private final Tape t;

  Ops(Tape tape) {
    this.t = tape;
  }

  /** x·W over {@code rows} rows, with a bias if there is one. */
  Var product(Var x, Var w, double rows, double in, double out, boolean bias) {
    return product(x, w, rows, in, out, bias, 1);
  }

  /** The same, where the matrix is read {@code times} times, once for each of a batch. */
  Var product(Var x, Var w, double rows, double in, double out, boolean bias, double times) {
    double read = times * w.bytes();
    boolean grad = x.grad || w.grad;
    if (grad) {
      t.saving();
    }
    Var y = t.make(rows * out, x.size, grad);
    double flops = 2 * rows * in * out;
    boolean wide = x.size > 2;
    t.product(x.bytes() + read + y.bytes() + (bias ? out * w.size : 0), flops, wide);
    t.record(
        y,
        g -> {
          // a product with a bias is addmm, which begins with its input
          if (bias && x.grad) {
            factor(x, y, read, flops, wide);
          }
          if (w.grad) {
            factor(w, y, x.bytes(), flops, wide);
          }
          if (bias && w.grad) {
            Var b = Tape.parameter(out, w.size, true);
            t.gradient(b, t.gradientOf(b));
            t.kernel(y.bytes() + b.bytes());
          }
          if (!bias && x.grad) {
            factor(x, y, read, flops, wide);
          }
        },
        saved(x, w));
    return y;
  }

  private void factor(Var to, Var y, double other, double flops, boolean wide) {
    Buffer d = t.gradientOf(to);
    t.product(y.bytes() + other + to.bytes(), flops, wide);
    t.gradient(to, d);
  }

  /** The input where the matrix is trained; the matrix where it is no parameter. */
  private static Buffer[] saved(Var x, Var w) {
    if (!w.parameter) {
      return w.grad ? new Buffer[] {x.buffer, w.buffer} : new Buffer[] {w.buffer};
    }
    return w.grad ? new Buffer[] {x.buffer} : KEEPS_WEIGHTS;
  }

  /** Marks a node that saves a parameter only: nothing to hold, but a checkpoint counts it. */
  private static final Buffer[] KEEPS_WEIGHTS = {new Buffer(0)};

  /** Another precision; the same tensor when it has it already. */
  Var cast(Var x, int size) {
    if (x.size == size) {
      return t.alias(x);
    }
    Var y = t.make(x.values, size, x.grad);
    t.kernel(x.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          Buffer dx = t.gradientOf(x);
          t.kernel(x.bytes() + y.bytes());
          t.gradient(x, dx);
        });
    return y;
  }

  /** x times a number, or plus one: nothing is saved. */
  Var scaled(Var x) {
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(x.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          Buffer dx = t.gradientOf(x);
          t.kernel(x.bytes() + y.bytes());
          t.gradient(x, dx);
        });
    return y;
  }

  /** x plus a number. */
  Var shifted(Var x) {
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(x.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          t.hold(g);
          t.gradient(x, g);
        });
    return y;
  }

  /** a + b of equal shape; gradients pass on, in each one's precision. */
  Var sum(Var a, Var b) {
    int size = Math.max(a.size, b.size);
    Var y = t.make(Math.max(a.values, b.values), size, a.grad || b.grad);
    t.kernel(a.bytes() + b.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          passOn(y, b, g);
          passOn(y, a, g);
        });
    return y;
  }

  private void passOn(Var from, Var to, Buffer g) {
    if (!to.grad) {
      return;
    }
    if (to.size == from.size) {
      t.hold(g);
      t.gradient(to, g);
    } else {
      Buffer d = t.gradientOf(to);
      t.kernel(from.bytes() + to.bytes());
      t.gradient(to, d);
    }
  }

  /** a · b of equal shape, both saved where the other needs a gradient. */
  Var times(Var a, Var b) {
    boolean grad = a.grad || b.grad;
    if (grad) {
      t.saving();
    }
    Var y = t.make(Math.max(a.values, b.values), Math.max(a.size, b.size), grad);
    t.kernel(a.bytes() + b.bytes() + y.bytes());
    Buffer[] saved =
        a.grad && b.grad
            ? new Buffer[] {b.buffer, a.buffer}
            : a.grad ? new Buffer[] {b.buffer} : new Buffer[] {a.buffer};
    t.record(
        y,
        g -> {
          // the engine sums down to the inputs' shapes after both products (validate_outputs)
          Buffer db = b.grad ? factor(y, a) : null;
          Buffer da = a.grad ? factor(y, b) : null;
          if (da != null) {
            t.gradient(a, settled(da, y, a));
          }
          if (db != null) {
            t.gradient(b, settled(db, y, b));
          }
        },
        saved);
    return y;
  }

  private Buffer factor(Var y, Var other) {
    Buffer d = t.allocate(y.bytes());
    t.kernel(2 * y.bytes() + other.bytes());
    return d;
  }

  /** A gradient of the result's shape and precision brought to those of an input. */
  private Buffer settled(Buffer d, Var y, Var to) {
    Buffer at = d;
    if (to.values != y.values) {
      Buffer summed = t.allocate(to.values * y.size);
      t.kernel(y.bytes() + to.values * y.size);
      t.release(at);
      at = summed;
    }
    if (to.size != y.size) {
      Buffer cast = t.gradientOf(to);
      t.kernel(to.values * (y.size + to.size));
      t.release(at);
      at = cast;
    }
    return at;
  }

  /** x squared: saves x. */
  Var squared(Var x) {
    if (x.grad) {
      t.saving();
    }
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(x.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          Buffer power = t.allocate(x.bytes());
          t.kernel(2 * x.bytes());
          Buffer twice = t.allocate(x.bytes());
          t.kernel(2 * x.bytes());
          Buffer dx = t.allocate(x.bytes());
          t.kernel(3 * x.bytes());
          t.release(power);
          t.release(twice);
          t.gradient(x, dx);
        },
        x.buffer);
    return y;
  }

  /** Mean over the last dimension of {@code width}. */
  Var mean(Var x, double width) {
    Var y = t.make(x.values / width, x.size, x.grad);
    t.kernel(x.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          Buffer dx = t.gradientOf(x);
          t.kernel(2 * x.bytes());
          t.gradient(x, dx);
        });
    return y;
  }

  /** 1 ÷ √x: saves its result. */
  Var inverseRoot(Var x) {
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(x.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          Buffer cube = t.allocate(y.bytes());
          t.kernel(2 * y.bytes());
          Buffer half = t.allocate(y.bytes());
          t.kernel(2 * y.bytes());
          Buffer dx = t.allocate(y.bytes());
          t.kernel(3 * y.bytes());
          t.release(cube);
          t.release(half);
          t.gradient(x, dx);
        },
        y.buffer);
    return y;
  }

  /** An activation that saves its input and has one kernel each way: silu, gelu, relu. */
  Var activation(Var x, boolean savesResult) {
    if (x.grad && !savesResult) {
      t.saving();
    }
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(x.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          Buffer dx = t.gradientOf(x);
          t.kernel(3 * x.bytes());
          t.gradient(x, dx);
        },
        savesResult ? y.buffer : x.buffer);
    return y;
  }

  /** A copy in another layout. */
  Var copied(Var x, double values) {
    Var y = t.make(values, x.size, x.grad);
    t.kernel(2 * y.bytes());
    t.record(
        y,
        g -> {
          if (x.values == values) {
            t.hold(g);
            t.gradient(x, g);
          } else {
            Buffer dx = t.gradientOf(x);
            t.kernel(y.bytes() + x.bytes());
            t.gradient(x, dx);
          }
        });
    return y;
  }

  /** Another look at a tensor, in the same storage; its gradient is one kernel to x's own shape. */
  private Var view(Var x, double values) {
    Var y = new Var(values, x.size, x.grad, false, x.buffer);
    t.hold(x.buffer);
    t.record(
        y,
        g -> {
          Buffer dx = t.gradientOf(x);
          t.kernel(x.bytes() + y.bytes());
          t.gradient(x, dx);
        });
    return y;
  }

  /** A view whose gradient is copied because its layout is another one. */
  Var reordered(Var x) {
    return view(x, x.values);
  }

  /** a − b, where b has one value for each row of a. */
  Var difference(Var a, Var b) {
    Var y = t.make(a.values, a.size, a.grad || b.grad);
    t.kernel(2 * a.bytes() + b.bytes());
    t.record(
        y,
        g -> {
          if (b.grad) {
            Buffer negated = t.allocate(y.bytes());
            t.kernel(2 * y.bytes());
            Buffer summed = t.gradientOf(b);
            t.kernel(y.bytes() + b.bytes());
            t.release(negated);
            t.gradient(b, summed);
          }
          t.hold(g);
          t.gradient(a, g);
        });
    return y;
  }

  /** Dropout: one kernel that keeps a byte for each value. */
  Var dropout(Var x) {
    Var y = t.make(x.values, x.size, x.grad);
    Buffer mask = t.allocate(x.values);
    t.kernel(2 * x.bytes() + x.values);
    t.record(
        y,
        g -> {
          Buffer dx = t.gradientOf(x);
          t.kernel(2 * x.bytes() + x.values);
          t.gradient(x, dx);
        },
        mask);
    t.release(mask);
    return y;
  }

  /** act(gate)·up as one kernel that keeps both (SwiGLU of Liger, foak, Unsloth). */
  Var gated(Var gate, Var up) {
    if (gate.grad) {
      t.saving();
    }
    Var y = t.make(gate.values, gate.size, gate.grad || up.grad);
    t.kernel(3 * gate.bytes());
    t.record(
        y,
        g -> {
          t.kernel(5 * gate.bytes());
          t.gradient(gate, t.gradientOf(gate));
          t.gradient(up, t.gradientOf(up));
        },
        gate.buffer,
        up.buffer);
    return y;
  }

  /** A tensor of which parts are taken as views: their gradients are put beside each other. */
  Var joint(Var x) {
    return view(x, x.values);
  }

  /** A part of a joint tensor; its gradient waits for the others. */
  Var share(Var joint, double values) {
    Var y = new Var(values, joint.size, joint.grad, false, joint.buffer);
    t.hold(joint.buffer);
    t.record(y, g -> t.gather(joint, g));
    return y;
  }

  /** Sums {@code parts} rows into one. */
  Var folded(Var x, double parts) {
    Var y = t.make(x.values / parts, x.size, x.grad);
    t.kernel(x.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          Buffer dx = t.gradientOf(x);
          t.kernel(2 * x.bytes());
          t.gradient(x, dx);
        });
    return y;
  }

  /** A view of a part of a tensor, whose gradient fills zeros. */
  Var slice(Var x, double share) {
    return view(x, x.values * share);
  }

  /** Values kept below a limit, or within two. */
  Var clamped(Var x, boolean two) {
    if (x.grad) {
      t.saving();
    }
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(x.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          t.kernel(x.size);
          Buffer mask = t.allocate(x.values);
          t.kernel(x.bytes() + x.values);
          if (two) {
            Buffer other = t.allocate(x.values);
            t.kernel(x.bytes() + x.values);
            t.kernel(3 * x.values);
            t.release(other);
          }
          Buffer d = t.gradientOf(x);
          t.kernel(x.values + 2 * x.bytes());
          t.release(mask);
          t.gradient(x, d);
        },
        x.buffer);
    return y;
  }

  /** a + b of equal shape, written over a. */
  Var added(Var a, Var b) {
    Var y = new Var(a.values, a.size, a.grad || b.grad, false, a.buffer);
    t.hold(a.buffer);
    t.kernel(2 * a.bytes() + b.bytes());
    t.record(
        y,
        g -> {
          passOn(y, a, g);
          passOn(y, b, g);
        });
    return y;
  }

  /** Two tensors beside each other in a new one; their gradients are views. */
  Var beside(Var a, Var b) {
    Var y = t.make(a.values + b.values, a.size, a.grad || b.grad);
    t.kernel(2 * y.bytes());
    t.record(
        y,
        g -> {
          passOn(y, a, g);
          passOn(y, b, g);
        });
    return y;
  }

  /** A view that repeats a tensor; its gradients are summed. */
  Var spread(Var x, double values) {
    return view(x, values);
  }

  /** a − b of equal shape. */
  Var minus(Var a, Var b) {
    Var y = t.make(a.values, a.size, a.grad || b.grad);
    t.kernel(a.bytes() + b.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          if (b.grad) {
            Buffer negated = t.gradientOf(b);
            t.kernel(2 * b.bytes());
            t.gradient(b, negated);
          }
          passOn(y, a, g);
        });
    return y;
  }

  /** x plus a bias of its last dimension. */
  Var biased(Var x, double width, int size, boolean trained) {
    Var bias = Tape.parameter(width, size, trained);
    Var y = t.make(x.values, Math.max(x.size, size), x.grad || trained);
    t.kernel(x.bytes() + bias.bytes() + y.bytes());
    t.record(
        y,
        g -> {
          if (trained) {
            Buffer d = t.gradientOf(bias);
            t.kernel(y.bytes() + bias.bytes());
            t.gradient(bias, d);
          }
          passOn(y, x, g);
        });
    return y;
  }
}
