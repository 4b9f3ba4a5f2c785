package dev.tuneplan.trace;

import dev.tuneplan.model.Block;
import dev.tuneplan.model.ModelShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Final norm, head and ForCausalLMLoss (transformers/loss/loss_utils.py). */
final class Loss {
  private static final int CHUNKS = 8;

  private final Tape t;
  private final Ops ops;
  private final Norms norms;
  private final ModelShape model;
  private final StepOptions options;
  private final List<Var> leaving = new ArrayList<>();
  private @Nullable Var copy;

  Loss(Tape tape, ModelShape model, StepOptions options) {
    this.t = tape;
    this.ops = new Ops(tape);
    this.norms = new Norms(tape, ops, options);
    this.model = model;
    this.options = options;
  }

  Var forward(Var x, Var head) {
    boolean normed = model.block().order() != Block.Order.AFTER_SUM;
    Var last = normed ? norms.norm(model.block().norm(), x, model.hidden()) : t.alias(x);
    t.drop(x);
    Var normal = Projections.out(t, ops, model, options, last);
    leaving.add(normal);
    return switch (options.loss()) {
      case PLAIN -> plain(normal, head);
      case CHUNKED -> chunked(normal, head);
      case FUSED -> fused(normal, head);
      case LIGER -> liger(normal, head);
    };
  }

  private Var logits(Var normal, Var head, double tokens, double times) {
    boolean narrow = options.autocast();
    Var weight = narrow ? narrow(head) : ops.cast(head, normal.size);
    Var in = ops.cast(normal, narrow ? 2 : normal.size);
    double rows = model.embeddingWidth();
    Var logits = ops.product(in, weight, tokens, rows, model.vocab(), model.headBias(), times);
    t.drop(in);
    t.drop(weight);
    Var treated = treated(logits);
    t.drop(logits);
    return treated;
  }

  /** The head in 16 bits; autocast keeps a trained one's copy. */
  private Var narrow(Var head) {
    if (!head.grad || head.size == 2) {
      return ops.cast(head, 2);
    }
    if (copy == null) {
      copy = t.cached(ops.cast(head, 2));
    }
    return t.alias(copy);
  }

  private Var plain(Var normal, Var head) {
    Var logits = logits(normal, head, options.tokens(), 1);
    leaving.add(logits);
    Var wide = ops.cast(logits, 4);
    Buffer labels = labels();
    Var log = ops.activation(wide, true);
    Var loss = negativeLogLikelihood(log, labels, options.tokens());
    t.drop(log);
    t.drop(wide);
    t.release(labels);
    return loss;
  }

  /** Labels moved by one. */
  private Buffer labels() {
    Buffer padded = t.allocate(options.tokens() * 8);
    t.kernel(options.tokens() * 16);
    Buffer labels = t.allocate(options.tokens() * 8);
    t.kernel(options.tokens() * 16);
    t.release(padded);
    return labels;
  }

  private Var chunked(Var normal, Var head) {
    Var joint = ops.joint(normal);
    Buffer labels = labels();
    double tokens = options.tokens() / CHUNKS;
    List<Var> chunks = new ArrayList<>();
    // a chunk of several sequences lies apart: it is copied for a trained head, and a frozen one
    // is multiplied sequence by sequence
    boolean apart = options.microBatch() > 1;
    if (!options.autocast() || head.size == 2) {
      head.uses += CHUNKS - 1;
    }
    for (int i = 0; i < CHUNKS; i++) {
      Var part = ops.share(joint, joint.values / CHUNKS);
      boolean cast = options.autocast() && part.size > 2;
      Var whole = apart && head.grad && !cast ? ops.copied(part, part.values) : t.alias(part);
      double times = apart && !head.grad && !cast ? options.microBatch() : 1;
      chunks.add(logits(whole, head, tokens, times));
      t.drop(whole);
      t.drop(part);
    }
    Var total = t.make(1, 4, false);
    for (Var logits : chunks) {
      Var wide = ops.cast(logits, 4);
      Buffer part = labels;
      if (apart) {
        part = t.allocate(8 * tokens);
        t.kernel(16 * tokens);
      }
      Var log = ops.activation(wide, true);
      t.drop(wide);
      Var loss = negativeLogLikelihood(log, part, tokens);
      t.drop(log);
      if (apart) {
        t.release(part);
      }
      Var sum = ops.sum(total, loss);
      t.drop(loss);
      t.drop(total);
      total = sum;
    }
    chunks.forEach(t::drop);
    t.drop(joint);
    t.release(labels);
    return total;
  }

  /** Logits in 16 bits and one kernel each way. */
  private Var fused(Var normal, Var head) {
    Var logits = logits(normal, head, options.tokens(), 1);
    leaving.add(logits);
    Buffer labels = labels();
    Var y = t.make(1, 4, logits.grad);
    t.kernel(logits.bytes());
    t.record(
        y,
        g -> {
          Buffer d = t.gradientOf(logits);
          t.kernel(2 * logits.bytes());
          t.gradient(logits, d);
        },
        logits.buffer,
        labels);
    t.release(labels);
    return y;
  }

  /**
   * LigerFusedLinearCrossEntropy: logits live one chunk at a time, as large as the hidden states,
   * and gradients are made in the forward pass (liger-kernel 0.8.5).
   */
  private Var liger(Var normal, Var head) {
    double tokens = options.tokens();
    double h = model.embeddingWidth();
    double v = model.vocab();
    double chunk = Math.min(tokens, powerOfTwo(Math.ceil(tokens / Math.ceil(v / h))));
    double chunks = Math.ceil(tokens / chunk);
    Buffer labels = labels();
    int size = options.autocast() ? 2 : normal.size;
    Buffer in = cast(normal, size);
    Buffer weight = cast(head, size);
    double matrix = h * v * size;
    Buffer hidden = zeros(tokens * h * size);
    Buffer gradient = head.grad ? zeros(matrix) : null;
    Buffer losses = t.allocate(4 * tokens);
    t.kernel(4 * tokens);
    t.kernel(9 * tokens);
    t.kernel(tokens);
    Buffer store = t.allocate(chunk * v * size);
    for (int i = 0; i < chunks; i++) {
      double rows = Math.min(chunk, tokens - i * chunk);
      double flops = 2 * rows * h * v;
      double logits = rows * v * size;
      double part = rows * h * size;
      boolean wide = size > 2;
      t.product(part + matrix + 2 * logits, flops, wide);
      if (model.headBias()) {
        t.kernel(2 * logits + v * size);
      }
      t.kernel(logits + 12 * rows);
      t.product(2 * part + matrix + logits, flops, wide);
      if (gradient != null) {
        t.product(part + 3 * matrix + logits, flops, wide);
      }
      if (gradient != null && model.headBias() && options.full()) {
        t.kernel(logits + v * size);
        t.kernel(3 * v * size);
      }
    }
    t.release(store);
    t.kernel(4 * tokens);
    t.release(losses);
    t.release(in);
    t.release(weight);
    t.release(labels);
    Var y = t.make(1, 4, normal.grad || head.grad);
    t.kernel(16);
    Buffer[] saved = gradient == null ? new Buffer[] {hidden} : new Buffer[] {hidden, gradient};
    t.record(
        y,
        g -> {
          t.kernel(16);
          t.kernel(2 * tokens * h * size);
          if (gradient != null) {
            t.kernel(2 * matrix);
          }
          if (normal.grad) {
            pass(normal, hidden, size);
          }
          if (gradient != null) {
            pass(head, gradient, size);
          }
        },
        saved);
    t.release(hidden);
    if (gradient != null) {
      t.release(gradient);
    }
    return y;
  }

  private Buffer cast(Var x, int size) {
    if (x.size == size) {
      t.hold(x.buffer);
      return x.buffer;
    }
    t.kernel(x.values * (x.size + size));
    return t.allocate(x.values * size);
  }

  private Buffer zeros(double bytes) {
    t.kernel(2 * bytes);
    return t.allocate(bytes);
  }

  /** A gradient that was made in the forward pass, in the precision of what it belongs to. */
  private void pass(Var to, Buffer gradient, int size) {
    if (to.size == size) {
      t.hold(gradient);
      t.gradient(to, gradient);
    } else {
      Buffer cast = t.gradientOf(to);
      t.kernel(to.values * (to.size + size));
      t.gradient(to, cast);
    }
  }

  private static double powerOfTwo(double x) {
    return Math.pow(2, Math.ceil(Math.log(Math.max(1, x)) / Math.log(2)));
  }

  private Var treated(Var logits) {
    return switch (model.block().logits()) {
      case PLAIN -> t.alias(logits);
      case SCALED -> ops.scaled(logits);
      case SOFT_CAPPED -> {
        Var divided = ops.scaled(logits);
        Var tanh = ops.activation(divided, true);
        t.drop(divided);
        Var y = ops.scaled(tanh);
        t.drop(tanh);
        yield y;
      }
    };
  }

  /** Drops the model's output, which holds the logits until the loss is taken out of it. */
  void leave() {
    leaving.forEach(t::drop);
  }

  private Var negativeLogLikelihood(Var log, Buffer labels, double tokens) {
    double ids = tokens * 8;
    Var y = t.make(1, 4, log.grad);
    Buffer weight = t.allocate(4);
    t.kernel(log.bytes() + ids + 8);
    t.kernel(16);
    t.record(
        y,
        g -> {
          t.kernel(16);
          Buffer d = t.gradientOf(log);
          t.kernel(2 * log.bytes() + ids + 8);
          t.gradient(log, d);
        },
        log.buffer,
        labels,
        weight);
    t.release(weight);
    return y;
  }
}
