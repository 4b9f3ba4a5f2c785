package dev.tuneplan.trace;

import dev.tuneplan.model.Block;

/** Rotary position embeddings of Transformers as programs. */
final class Rotations {
  private static final Buffer[] TABLE = {new Buffer(0)};

  private final Tape t;
  private final Ops ops;
  private final StepOptions options;

  Rotations(Tape tape, Ops ops, StepOptions options) {
    this.t = tape;
    this.ops = ops;
    this.options = options;
  }

  /** Queries and keys, turned; {@code width} is a head's. */
  Var[] both(Block block, Var q, Var k, double width) {
    return switch (block.rotary()) {
      case NONE -> new Var[] {t.alias(q), t.alias(k)};
      case COMPLEX -> complex(q, k, width);
      case NEIGHBOURS_WIDE -> wide(block, q, k, width);
      default -> new Var[] {turned(block, q, width), turned(block, k, width)};
    };
  }

  /** Both are brought to 32 bits before either is turned (Cohere). */
  private Var[] wide(Block block, Var q, Var k, double width) {
    Var wideQuery = ops.cast(q, 4);
    Var wideKey = ops.cast(k, 4);
    Var query = turned(block, wideQuery, width);
    Var key = turned(block, wideKey, width);
    t.drop(wideQuery);
    t.drop(wideKey);
    Var[] y = {ops.cast(query, q.size), ops.cast(key, k.size)};
    t.drop(query);
    t.drop(key);
    return y;
  }

  /** Pairs as complex numbers, by a table of them. */
  private Var[] complex(Var q, Var k, double width) {
    Var wideQuery = ops.cast(q, 4);
    Var wideKey = ops.cast(k, 4);
    Var ordered = ops.reordered(wideQuery);
    t.drop(wideQuery);
    Var[] y = {byComplex(ordered, width, q.size), byComplex(wideKey, width, k.size)};
    t.drop(ordered);
    t.drop(wideKey);
    return y;
  }

  private Var byComplex(Var x, double width, int size) {
    if (x.grad) {
      t.saving();
    }
    double table = options.sequence() * width / 2 * 8;
    Var y = t.make(x.values, 4, x.grad);
    t.kernel(2 * y.bytes() + table);
    t.record(
        y,
        g -> {
          Buffer conjugate = t.allocate(table);
          t.kernel(2 * table);
          Buffer d = t.gradientOf(x);
          t.kernel(2 * y.bytes() + table);
          t.release(conjugate);
          t.gradient(x, d);
        },
        TABLE);
    Var back = ops.cast(y, size);
    t.drop(y);
    return back;
  }

  /** Two halves, or even and odd places, each by both tables. */
  private Var byParts(Var x, double width, boolean parity) {
    Var joint = parity ? t.alias(x) : ops.joint(x);
    Var a = parity ? ops.slice(x, 0.5) : ops.share(joint, x.values / 2);
    Var b = parity ? ops.slice(x, 0.5) : ops.share(joint, x.values / 2);
    t.drop(joint);
    double angles = options.sequence() * width / 2;
    int stream = options.narrowOutputs() ? x.size : options.outerBytes();
    Var first = byTable(a, angles, stream);
    Var second = byTable(b, angles, stream);
    Var left = ops.minus(first, second);
    t.drop(first);
    t.drop(second);
    first = byTable(b, angles, stream);
    second = byTable(a, angles, stream);
    Var right = ops.sum(first, second);
    t.drop(first);
    t.drop(second);
    t.drop(a);
    t.drop(b);
    Var y = ops.beside(left, right);
    t.drop(left);
    t.drop(right);
    return y;
  }

  /** Queries or keys, turned; {@code width} is a head's. */
  private Var turned(Block block, Var x, double width) {
    if (options.fused().rotary()) {
      return fused(x);
    }
    if (block.rotary() == Block.Rotary.BY_HALF || block.rotary() == Block.Rotary.BY_PARITY) {
      return byParts(x, width, block.rotary() == Block.Rotary.BY_PARITY);
    }
    double share = block.rotaryShare();
    boolean partial = share < 1 || block.turnedBeside();
    Var at = partial ? part(x, share) : t.alias(x);
    double angles = options.sequence() * width * share;
    // tables come in the precision of the residual stream
    int stream = options.narrowOutputs() ? at.size : options.outerBytes();
    int table = block.rotary() == Block.Rotary.HALVES_WIDE ? 4 : stream;
    Var straight = byTable(at, angles, table);
    Var other = exchanged(at, block.rotary());
    t.drop(at);
    Var crossed = byTable(other, angles, table);
    t.drop(other);
    Var y = ops.sum(straight, crossed);
    t.drop(straight);
    t.drop(crossed);
    Var back = ops.cast(y, x.size);
    t.drop(y);
    if (!partial) {
      return back;
    }
    Var whole = joined(back, x, share);
    t.drop(back);
    return whole;
  }

  /** One kernel, in place (Liger). */
  private Var fused(Var x) {
    Var y = new Var(x.values, x.size, x.grad, false, x.buffer);
    t.hold(x.buffer);
    t.kernel(2 * x.bytes());
    t.record(
        y,
        g -> {
          t.kernel(2 * x.bytes());
          t.hold(g);
          t.gradient(x, g);
        },
        TABLE);
    return y;
  }

  /** The first part of each head: a view whose gradient fills a zero tensor. */
  private Var part(Var x, double share) {
    if (share == 1) {
      return t.alias(x);
    }
    Var y = new Var(x.values * share, x.size, x.grad, false, x.buffer);
    t.hold(x.buffer);
    t.record(y, g -> spread(x, y.bytes()));
    return y;
  }

  private void spread(Var x, double bytes) {
    Buffer d = t.gradientOf(x);
    t.kernel(x.bytes() + bytes);
    t.gradient(x, d);
  }

  /** The turned part and the rest of each head beside each other. */
  private Var joined(Var turned, Var x, double share) {
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(2 * x.bytes());
    t.record(
        y,
        g -> {
          // both parts are views of one gradient
          spread(x, x.bytes() * (1 - share));
          t.hold(g);
          t.gradient(turned, g);
        });
    return y;
  }

  /** Times a table that needs no gradient. */
  private Var byTable(Var x, double angles, int size) {
    if (x.grad) {
      t.saving();
    }
    Var y = t.make(x.values, Math.max(x.size, size), x.grad);
    double moved = x.bytes() + y.bytes() + angles * size;
    t.kernel(moved);
    t.record(
        y,
        g -> {
          Buffer d = t.allocate(y.bytes());
          t.kernel(2 * y.bytes() + angles * size);
          if (y.size != x.size) {
            Buffer cast = t.gradientOf(x);
            t.kernel(x.bytes() + y.bytes());
            t.release(d);
            t.gradient(x, cast);
          } else {
            t.gradient(x, d);
          }
        },
        TABLE);
    return y;
  }

  /** rotate_half: one half negated and exchanged with the other. */
  private Var exchanged(Var x, Block.Rotary kind) {
    Buffer negated = t.allocate(x.bytes() / 2);
    t.kernel(x.bytes());
    Var y = t.make(x.values, x.size, x.grad);
    t.kernel(2 * x.bytes());
    t.release(negated);
    t.record(
        y,
        g -> {
          Buffer back = t.allocate(x.bytes() / 2);
          t.kernel(x.bytes());
          Buffer first = t.allocate(x.bytes());
          t.kernel(1.5 * x.bytes());
          t.release(back);
          Buffer second = t.allocate(x.bytes());
          t.kernel(1.5 * x.bytes());
          Buffer sum = t.allocate(x.bytes());
          t.kernel(3 * x.bytes());
          t.release(first);
          t.release(second);
          t.gradient(x, sum);
        });
    return y;
  }
}
