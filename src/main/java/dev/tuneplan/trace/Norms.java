package dev.tuneplan.trace;

import dev.tuneplan.model.Block;

/** Normalisations of Transformers as programs. */
final class Norms {
  private final Tape t;
  private final Ops ops;
  private final StepOptions options;

  Norms(Tape tape, Ops ops, StepOptions options) {
    this.t = tape;
    this.ops = ops;
    this.options = options;
  }

  private Var weight(double width) {
    return Tape.parameter(width, options.outerBytes(), options.full());
  }

  /** A normalisation over {@code width} values. */
  Var norm(Block.Norm kind, Var x, double width) {
    return norm(kind, x, width, width);
  }

  /** A normalisation over {@code width} values with so many weights. */
  Var norm(Block.Norm kind, Var x, double width, double weights) {
    if (options.fused().norm()) {
      return fused(x, width);
    }
    return switch (kind) {
      case RMS -> rms(x, width);
      case RMS_UNIT -> rmsUnit(x, width);
      case RMS_WIDE -> rmsWide(x, width);
      case LAYER -> layer(x, weight(width), width);
      case LAYER_WIDE -> layerWide(x, width);
      case LAYER_BY_HAND -> byHand(x, width, weights);
    };
  }

  /** To 32 bits, divided by the root of the mean square. */
  private Var normal(Var x, double width) {
    Var wide = ops.cast(x, 4);
    Var squares = ops.squared(wide);
    Var mean = ops.mean(squares, width);
    t.drop(squares);
    Var shifted = ops.shifted(mean);
    t.drop(mean);
    Var root = ops.inverseRoot(shifted);
    t.drop(shifted);
    Var normal = ops.times(wide, root);
    t.drop(wide);
    t.drop(root);
    return normal;
  }

  private Var rms(Var x, double width) {
    Var normal = normal(x, width);
    Var back = ops.cast(normal, x.size);
    Var y = ops.times(weight(width), back);
    t.drop(normal);
    t.drop(back);
    return y;
  }

  private Var rmsUnit(Var x, double width) {
    Var normal = normal(x, width);
    Var w = weight(width);
    Var wide = ops.cast(w, 4);
    Var plusOne = ops.shifted(wide);
    t.drop(wide);
    Var y = ops.times(normal, plusOne);
    t.drop(normal);
    t.drop(plusOne);
    Var back = ops.cast(y, x.size);
    t.drop(y);
    return back;
  }

  private Var rmsWide(Var x, double width) {
    Var normal = normal(x, width);
    Var y = ops.times(weight(width), normal);
    t.drop(normal);
    Var back = ops.cast(y, x.size);
    t.drop(y);
    return back;
  }

  private Var layerWide(Var x, double width) {
    Var wide = ops.cast(x, 4);
    Var y = layer(wide, Tape.parameter(0, 4, false), width);
    t.drop(wide);
    Var back = ops.cast(y, x.size);
    t.drop(y);
    return back;
  }

  /** Mean, variance and scale as operators of their own (CohereLayerNorm). */
  private Var byHand(Var x, double width, double weights) {
    Var wide = ops.cast(x, 4);
    Var mean = ops.mean(wide, width);
    Var centred = ops.difference(wide, mean);
    Var squares = ops.squared(centred);
    t.drop(centred);
    Var variance = ops.mean(squares, width);
    t.drop(squares);
    Var again = ops.difference(wide, mean);
    t.drop(mean);
    t.drop(wide);
    Var shifted = ops.shifted(variance);
    t.drop(variance);
    Var root = ops.inverseRoot(shifted);
    t.drop(shifted);
    Var normal = ops.times(again, root);
    t.drop(again);
    t.drop(root);
    Var w = weight(weights);
    Var wideWeight = ops.cast(w, 4);
    Var y = ops.times(wideWeight, normal);
    t.drop(wideWeight);
    t.drop(normal);
    Var back = ops.cast(y, x.size);
    t.drop(y);
    return back;
  }

  /** native_layer_norm, which autocast runs in 32 bits, weights too. */
  private Var layer(Var x, Var w, double width) {
    if (!options.autocast() || w.values == 0) {
      return layer(x, w, w, width);
    }
    Var wide = ops.cast(x, 4);
    Var weight = ops.cast(w, 4);
    Var bias = ops.cast(weight(width), 4);
    Var y = layer(wide, weight, bias, width);
    t.drop(wide);
    t.drop(weight);
    t.drop(bias);
    return y;
  }

  /** Keeps its input and two numbers a row. */
  private Var layer(Var x, Var w, Var bias, double width) {
    boolean grad = x.grad || w.grad;
    double rows = x.values / width;
    Var y = t.make(x.values, x.size, grad);
    Buffer mean = t.allocate(rows * x.size);
    Buffer deviation = t.allocate(rows * x.size);
    double small = 2 * rows * x.size + 2 * w.bytes();
    t.kernel(2 * x.bytes() + small);
    t.record(
        y,
        g -> {
          Buffer dx = x.grad ? t.gradientOf(x) : null;
          t.kernel(3 * x.bytes() + small + (w.grad ? 2 * w.bytes() : 0));
          if (dx != null) {
            t.gradient(x, dx);
          }
          if (w.grad) {
            t.gradient(w, t.gradientOf(w));
          }
          if (bias != w && bias.grad) {
            t.gradient(bias, t.gradientOf(bias));
          }
        },
        x.buffer,
        mean,
        deviation);
    t.release(mean);
    t.release(deviation);
    return y;
  }

  /** One kernel that keeps its input and a number a row. */
  private Var fused(Var x, double width) {
    Var w = weight(width);
    boolean grad = x.grad || w.grad;
    if (grad) {
      t.saving();
    }
    Var y = t.make(x.values, x.size, grad);
    Buffer root = t.allocate(4 * x.values / width);
    t.kernel(2 * x.bytes() + w.bytes());
    t.record(
        y,
        g -> {
          t.kernel(3 * x.bytes() + 2 * w.bytes());
          if (w.grad) {
            t.gradient(w, t.gradientOf(w));
          }
          if (x.grad) {
            t.gradient(x, t.gradientOf(x));
          }
        },
        x.buffer,
        root);
    t.release(root);
    return y;
  }
}
