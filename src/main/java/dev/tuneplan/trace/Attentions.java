package dev.tuneplan.trace;

import org.jspecify.annotations.Nullable;

/** Attention kernels as programs. */
final class Attentions {
  private final Tape t;
  private final Ops ops;
  private final StepOptions options;

  Attentions(Tape tape, Ops ops, StepOptions options) {
    this.t = tape;
    this.ops = ops;
    this.options = options;
  }

  /**
   * Queries, keys and values of one layer.
   *
   * @param heads query heads
   * @param width of a query head
   * @param valueWidth of a value head
   */
  record Heads(Var q, Var k, Var v, double heads, double width, double valueWidth) {}

  /**
   * A mask keeps SDPA from flash attention: keys and values are repeated, the mask is written out,
   * and the memory-efficient kernel runs over the whole square.
   */
  Var masked(Heads h) {
    double tokens = options.tokens();
    Var k = repeated(h.k(), tokens * h.heads() * h.width());
    Var v = repeated(h.v(), tokens * h.heads() * h.valueWidth());
    double square = tokens * options.sequence();
    Buffer inverse = t.allocate(square);
    Buffer mask = t.allocate(square * h.q().size);
    t.kernel(square * (1 + h.q().size));
    t.kernel(2 * square);
    t.kernel(square * (1 + 2 * h.q().size));
    t.release(inverse);
    Heads all = new Heads(h.q(), k, v, h.heads(), h.width(), h.valueWidth());
    double flops = 2 * square * h.heads() * (h.width() + h.valueWidth());
    Var y = kernel(all, flops, square * h.heads() * h.q().size, mask);
    t.release(mask);
    t.drop(k);
    t.drop(v);
    return y;
  }

  /** SDPA without a fused kernel, as for grouped heads in 32 bits. */
  Var plain(Heads h) {
    double tokens = options.tokens();
    double square = tokens * options.sequence() * h.heads();
    double corner = (double) options.sequence() * options.sequence();
    Var q = ops.scaled(h.q());
    Buffer mask = t.allocate(4 * corner);
    t.kernel(corner);
    t.kernel(2 * corner);
    t.kernel(5 * corner);
    Var keys = repeated(h.k(), tokens * h.heads() * h.width());
    Var v = repeated(h.v(), tokens * h.heads() * h.valueWidth());
    Var k = ops.scaled(keys);
    t.drop(keys);
    Var query = laid(q);
    t.drop(q);
    double flops = 2 * square * h.width();
    Var scores = product(query, k, square, flops);
    t.drop(query);
    t.drop(k);
    Var added = masked(scores, 4 * corner);
    t.drop(scores);
    t.release(mask);
    Var soft = ops.activation(added, true);
    t.drop(added);
    Var y = product(soft, v, tokens * h.heads() * h.valueWidth(), 2 * square * h.valueWidth());
    t.drop(soft);
    t.drop(v);
    Var ordered = ops.copied(y, y.values);
    t.drop(y);
    return ordered;
  }

  /** SDPA's choice for an unmasked sequence; older code repeats keys and values first. */
  Var flash(Heads h) {
    if (!options.keysExpanded() || h.k().values == h.q().values) {
      return kernel(h);
    }
    Var k = ops.copied(h.k(), h.q().values);
    Var v = ops.copied(h.v(), options.tokens() * h.heads() * h.valueWidth());
    Var y = kernel(new Heads(h.q(), k, v, h.heads(), h.width(), h.valueWidth()));
    t.drop(k);
    t.drop(v);
    return y;
  }

  /** Flash attention: keeps queries, keys, values, the result and a sum for each row. */
  private Var kernel(Heads h) {
    // two products, half of each masked
    double flops = options.tokens() * options.sequence() * h.heads() * (h.width() + h.valueWidth());
    return kernel(h, flops, 0, null);
  }

  private Var kernel(Heads h, double flops, double maskBytes, @Nullable Buffer mask) {
    Var q = h.q();
    Var k = h.k();
    Var v = h.v();
    double tokens = options.tokens();
    double sums = tokens * h.heads() * 4;
    Var y = t.make(tokens * h.heads() * h.valueWidth(), q.size, q.grad || k.grad || v.grad);
    Buffer rows = t.allocate(sums);
    // the scores are made again; then a product for each of values, scores, queries and keys
    double again = (3 * h.width() + 2 * h.valueWidth()) / (h.width() + h.valueWidth());
    double forward = q.bytes() + k.bytes() + v.bytes() + y.bytes() + sums + maskBytes;
    t.attention(forward, flops);
    t.record(
        y,
        g -> {
          Buffer dq = t.gradientOf(q);
          Buffer dk = t.gradientOf(k);
          Buffer dv = t.gradientOf(v);
          t.attention(forward + y.bytes() + q.bytes() + k.bytes() + v.bytes(), again * flops);
          take(q, dq);
          take(k, dk);
          take(v, dv);
        },
        mask == null
            ? new Buffer[] {q.buffer, k.buffer, v.buffer, y.buffer, rows}
            : new Buffer[] {q.buffer, k.buffer, v.buffer, y.buffer, rows, mask});
    t.release(rows);
    return y;
  }

  private void take(Var to, Buffer g) {
    if (to.grad) {
      t.gradient(to, g);
    } else {
      t.release(g);
    }
  }

  /**
   * eager_attention_forward: keys and values repeated, scores written out, softmax in 32 bits. The
   * mask has the precision of the residual stream, and so do the scores it is added to.
   */
  Var eager(Heads h, boolean softCapped) {
    double tokens = options.tokens();
    double square = tokens * options.sequence() * h.heads();
    Var keys = repeated(h.k(), tokens * h.heads() * h.width());
    Var values = repeated(h.v(), tokens * h.heads() * h.valueWidth());
    Var k = narrow(keys);
    Var q = narrow(h.q());
    double flops = 2 * square * h.width();
    Var query = laid(q);
    t.drop(q);
    Var key = k.values == h.k().values ? laid(k) : t.alias(k);
    t.drop(k);
    Var scores = product(query, key, square, flops);
    t.drop(query);
    t.drop(key);
    Var scaled = ops.scaled(scores);
    t.drop(scores);
    Var capped = softCapped ? capped(scaled) : t.alias(scaled);
    t.drop(scaled);
    Var masked = masked(capped);
    t.drop(capped);
    Var wide = ops.cast(masked, 4);
    Var soft = ops.activation(wide, true);
    t.drop(wide);
    Var weights = ops.cast(soft, h.q().size);
    t.drop(soft);
    t.drop(masked);
    Var part = narrow(values);
    Var v = part.values == h.v().values ? laid(part) : t.alias(part);
    t.drop(part);
    Var left = narrow(weights);
    Var y = product(left, v, tokens * h.heads() * h.valueWidth(), 2 * square * h.valueWidth());
    t.drop(left);
    t.drop(weights);
    t.drop(v);
    t.drop(keys);
    t.drop(values);
    Var ordered = ops.copied(y, y.values);
    t.drop(y);
    return ordered;
  }

  /** Heads of several sequences lie apart: a batched product copies them, unless repeating has. */
  private Var laid(Var x) {
    return options.microBatch() > 1 ? ops.copied(x, x.values) : t.alias(x);
  }

  private Var narrow(Var x) {
    return options.autocast() ? ops.cast(x, 2) : t.alias(x);
  }

  private Var masked(Var x) {
    int size = Math.max(x.size, options.narrowOutputs() ? x.size : options.outerBytes());
    Var y = t.make(x.values, size, x.grad);
    t.kernel(x.bytes() + y.bytes() + options.tokens() * options.sequence() * size);
    t.record(
        y,
        g -> {
          if (size == x.size) {
            t.hold(g);
            t.gradient(x, g);
          } else {
            Buffer d = t.gradientOf(x);
            t.kernel(x.bytes() + y.bytes());
            t.gradient(x, d);
          }
        });
    return y;
  }

  private Var repeated(Var x, double values) {
    return x.values == values ? t.alias(x) : ops.copied(x, values);
  }

  private Var capped(Var x) {
    Var divided = ops.scaled(x);
    Var tanh = ops.activation(divided, true);
    t.drop(divided);
    Var y = ops.scaled(tanh);
    t.drop(tanh);
    return y;
  }

  private Var masked(Var x, double mask) {
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(2 * x.bytes() + mask);
    t.record(
        y,
        g -> {
          t.hold(g);
          t.gradient(x, g);
        });
    return y;
  }

  /** A batched product of two tensors that both save. */
  private Var product(Var a, Var b, double values, double flops) {
    Var y = t.make(values, a.size, a.grad || b.grad);
    t.attention(a.bytes() + b.bytes() + y.bytes(), flops);
    t.record(
        y,
        g -> {
          Buffer db = b.grad ? t.gradientOf(b) : null;
          if (db != null) {
            t.attention(a.bytes() + b.bytes() + y.bytes(), flops);
            t.gradient(b, db);
          }
          if (a.grad) {
            Buffer da = t.gradientOf(a);
            t.attention(a.bytes() + b.bytes() + y.bytes(), flops);
            t.gradient(a, da);
          }
        },
        a.buffer,
        b.buffer);
    return y;
  }
}
