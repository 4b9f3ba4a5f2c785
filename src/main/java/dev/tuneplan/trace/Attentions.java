package dev.tuneplan.trace;

import dev.tuneplan.model.Block;
import dev.tuneplan.model.Start;
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
  Var masked(Heads h, Block block) {
    double tokens = options.tokens();
    Var k = forAll(h.k(), tokens * h.heads() * h.width(), h.width());
    Var v = forAll(h.v(), tokens * h.heads() * h.valueWidth(), h.valueWidth());
    double square = tokens * options.sequence();
    int size = h.q().size;
    boolean biases = block.start().positions() == Start.Positions.ALIBI_MASK;
    Buffer mask = aligned(biases ? given() : written(square, size), biases ? h.heads() : 1, size);
    Heads all = new Heads(h.q(), k, v, h.heads(), h.width(), h.valueWidth());
    double flops = 2 * square * h.heads() * (h.width() + h.valueWidth());
    Var y = kernel(all, flops, square * h.heads() * size, mask);
    t.release(mask);
    t.drop(k);
    t.drop(v);
    return y;
  }

  /** A mask that the model holds as the kernel takes it. */
  private Buffer given() {
    return t.allocate(0);
  }

  /** A mask of flags as numbers. */
  private Buffer written(double square, int size) {
    Buffer inverse = t.allocate(square);
    Buffer mask = t.allocate(square * size);
    t.kernel(square * (1 + size));
    t.kernel(2 * square);
    t.kernel(square * (1 + 2 * size));
    t.release(inverse);
    return mask;
  }

  /** The kernel reads rows of a mask in steps of 16, and has others copied (pad_bias). */
  private Buffer aligned(Buffer mask, double heads, int size) {
    if (options.sequence() % STEP == 0) {
      return mask;
    }
    double rows = options.tokens() * heads * size;
    double columns = Math.ceil((double) options.sequence() / STEP) * STEP;
    Buffer padded = t.allocate(rows * columns);
    t.kernel(rows * (options.sequence() + columns));
    t.release(mask);
    return padded;
  }

  private static final int STEP = 16;

  /** SDPA without a fused kernel, as for grouped heads in 32 bits. */
  Var plain(Heads h, double dropout) {
    double tokens = options.tokens();
    double square = tokens * options.sequence() * h.heads();
    double corner = (double) options.sequence() * options.sequence();
    Var q = ops.scaled(h.q());
    Buffer mask = t.allocate(4 * corner);
    t.kernel(corner);
    t.kernel(2 * corner);
    t.kernel(4);
    t.kernel(4);
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
    Var kept = dropout > 0 ? droppedByFactor(soft) : t.alias(soft);
    t.drop(soft);
    Var y = product(kept, v, tokens * h.heads() * h.valueWidth(), 2 * square * h.valueWidth());
    t.drop(kept);
    t.drop(v);
    return merged(y);
  }

  /** Dropout as the unfused path has it: a factor of the scores' precision for each. */
  private Var droppedByFactor(Var x) {
    Buffer factors = t.allocate(x.bytes());
    t.kernel(2 * x.bytes());
    t.kernel(2 * x.bytes());
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(3 * x.bytes());
    t.record(
        y,
        g -> {
          Buffer d = t.gradientOf(x);
          t.kernel(3 * x.bytes());
          t.gradient(x, d);
        },
        factors);
    t.release(factors);
    return y;
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
   * Scores written out, as the family's code does. The mask has the precision of the residual
   * stream, and so do the scores it is added to.
   */
  Var eager(Heads h, Block block) {
    double square = options.tokens() * options.sequence() * h.heads();
    double result = options.tokens() * h.heads() * h.valueWidth();
    Var keys = forAll(h.k(), h.q().values, h.width());
    Var values = forAll(h.v(), result, h.valueWidth());
    boolean one = h.k().values == options.tokens() * h.width();
    Var scores =
        switch (block.scores()) {
          case ALIBI -> alibi(h, square);
          case WIDE -> wide(h, square);
          default -> scaledScores(h, keys, square, liesTogether(block));
        };
    Var probabilities = probabilities(scores, block, h, square);
    t.drop(scores);
    Var kept = block.scoreDropout() > 0 ? ops.dropout(probabilities) : t.alias(probabilities);
    t.drop(probabilities);
    Var part = narrow(values);
    Var v = one || part.values == h.v().values ? laid(part) : t.alias(part);
    t.drop(part);
    Var left = narrow(kept);
    t.drop(kept);
    Var y = product(left, v, result, 2 * square * h.valueWidth());
    t.drop(left);
    t.drop(v);
    t.drop(keys);
    t.drop(values);
    return merged(y);
  }

  /** Whether heads are put beside each other anew when they are turned. */
  private static boolean liesTogether(Block block) {
    return block.rotary() == Block.Rotary.BY_HALF || block.latent();
  }

  private Var scaledScores(Heads h, Var keys, double square, boolean together) {
    Var k = narrow(keys);
    Var q = narrow(h.q());
    Var query = together ? t.alias(q) : laid(q);
    boolean copied = k.values != h.k().values && h.k().values > options.tokens() * h.width();
    Var key = together || copied ? t.alias(k) : laid(k);
    t.drop(q);
    t.drop(k);
    Var scores = product(query, key, square, 2 * square * h.width());
    t.drop(query);
    t.drop(key);
    Var scaled = ops.scaled(scores);
    t.drop(scores);
    return scaled;
  }

  /** BloomAttention: biases and product in one kernel. */
  private Var alibi(Heads h, double square) {
    Var q = laid(h.q());
    Var k = laid(h.k());
    double biases = options.tokens() * h.heads() * q.size;
    double flops = 2 * square * h.width();
    Var y = t.make(square, q.size, q.grad || k.grad);
    t.attention(q.bytes() + k.bytes() + y.bytes() + biases, flops);
    t.record(
        y,
        g -> {
          factor(q, k, y, flops);
          factor(k, q, y, flops);
        },
        q.buffer,
        k.buffer);
    t.drop(q);
    t.drop(k);
    return y;
  }

  private void factor(Var other, Var to, Var y, double flops) {
    if (!to.grad) {
      return;
    }
    Buffer product = t.gradientOf(to);
    t.attention(y.bytes() + other.bytes() + to.bytes(), flops);
    Buffer scaled = t.gradientOf(to);
    t.kernel(2 * to.bytes());
    t.release(product);
    t.gradient(to, scaled);
  }

  /** GPTJAttention: products of queries and keys in 32 bits. */
  private Var wide(Heads h, double square) {
    Var wideQuery = ops.cast(h.q(), 4);
    Var wideKey = ops.cast(h.k(), 4);
    Var q = laid(wideQuery);
    Var k = laid(wideKey);
    Var scores = product(q, k, square, 2 * square * h.width());
    t.drop(q);
    t.drop(k);
    t.drop(wideQuery);
    t.drop(wideKey);
    Var scaled = ops.scaled(scores);
    t.drop(scores);
    return scaled;
  }

  private Var probabilities(Var scores, Block block, Heads h, double square) {
    if (block.scores() == Block.Scores.ALIBI_WIDE) {
      return filled(scores, h, square);
    }
    boolean softCapped = block.logits() == Block.Logits.SOFT_CAPPED;
    Var capped = softCapped ? capped(scores) : t.alias(scores);
    Var masked = masked(capped);
    t.drop(capped);
    if (block.scores() == Block.Scores.SINKS) {
      return sinks(masked, h);
    }
    boolean narrow = block.scores() == Block.Scores.NARROW_SOFTMAX;
    Var wide = ops.cast(masked, narrow ? masked.size : 4);
    t.drop(masked);
    Var soft = ops.activation(wide, true);
    t.drop(wide);
    Var y = ops.cast(soft, h.v().size);
    t.drop(soft);
    return y;
  }

  /** MptAttention: biases of 32 bits are added, and the mask filled in. */
  private Var filled(Var scores, Heads h, double square) {
    Var biased = t.make(square, 4, scores.grad);
    t.kernel(scores.bytes() + biased.bytes() + 4 * h.heads() * options.sequence());
    t.record(
        biased,
        g -> {
          Buffer d = t.gradientOf(scores);
          t.kernel(scores.bytes() + biased.bytes());
          t.gradient(scores, d);
        });
    double flags = options.tokens() * options.sequence();
    Var filled = t.make(square, 4, biased.grad);
    t.kernel(2 * filled.bytes() + flags);
    t.record(
        filled,
        g -> {
          Buffer d = t.gradientOf(biased);
          t.kernel(2 * filled.bytes() + flags);
          t.gradient(biased, d);
        },
        new Buffer(0));
    t.drop(biased);
    Var soft = ops.activation(filled, true);
    t.drop(filled);
    Var y = ops.cast(soft, h.v().size);
    t.drop(soft);
    return y;
  }

  /** GPT-OSS: a learned score beside those of the keys, and the highest taken off all. */
  private Var sinks(Var scores, Heads h) {
    double rows = options.tokens() * h.heads();
    int size = scores.size;
    Var sinks = Tape.parameter(h.heads(), options.outerBytes(), options.full());
    Var joined = t.make(scores.values + rows, size, scores.grad || sinks.grad);
    t.kernel(2 * joined.bytes());
    t.record(
        joined,
        g -> {
          if (sinks.grad) {
            Buffer d = t.gradientOf(sinks);
            t.kernel(rows * size + sinks.bytes());
            t.gradient(sinks, d);
          }
          t.hold(g);
          t.gradient(scores, g);
        });
    t.drop(scores);
    Var highest = t.make(rows, size, joined.grad);
    Buffer places = t.allocate(rows * 8);
    t.kernel(joined.bytes() + rows * (size + 8));
    t.record(
        highest,
        g -> {
          Buffer zeros = t.gradientOf(joined);
          t.kernel(highest.bytes() + joined.bytes());
          Buffer d = t.gradientOf(joined);
          t.kernel(2 * joined.bytes() + highest.bytes() + rows * 8);
          t.release(zeros);
          t.gradient(joined, d);
        },
        places);
    t.release(places);
    Var lowered = ops.difference(joined, highest);
    t.drop(joined);
    t.drop(highest);
    Var soft = ops.activation(lowered, true);
    t.drop(lowered);
    Var y = ops.slice(soft, scores.values / lowered.values);
    t.drop(soft);
    return y;
  }

  /** Keys or values for every query head (repeat_kv): a view where there is one head only. */
  private Var forAll(Var x, double values, double width) {
    boolean one = x.values < values && x.values == options.tokens() * width;
    return one ? ops.spread(x, values) : repeated(x, values);
  }

  /** Results of all heads beside each other. */
  private Var merged(Var y) {
    Var back = options.microBatch() > 1 ? ops.reordered(y) : t.alias(y);
    t.drop(y);
    Var together = ops.copied(back, back.values);
    t.drop(back);
    return together;
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
    int mask = options.narrowOutputs() ? x.size : options.outerBytes();
    t.kernel(x.bytes() + y.bytes() + options.tokens() * options.sequence() * mask);
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
