package dev.tuneplan.trace;

import dev.tuneplan.model.ModelShape;
import java.util.ArrayList;
import java.util.List;

/** Final norm, head and ForCausalLMLoss (transformers/loss/loss_utils.py). */
final class Loss {
  private static final int CHUNKS = 8;

  private final Tape t;
  private final Ops ops;
  private final Norms norms;
  private final ModelShape model;
  private final StepOptions options;
  private final List<Var> leaving = new ArrayList<>();

  Loss(Tape tape, ModelShape model, StepOptions options) {
    this.t = tape;
    this.ops = new Ops(tape);
    this.norms = new Norms(tape, ops, options);
    this.model = model;
    this.options = options;
  }

  Var forward(Var x, Var head) {
    Var normal = norms.norm(model.block().norm(), x, model.hidden());
    t.drop(x);
    leaving.add(normal);
    return switch (options.loss()) {
      case PLAIN -> plain(normal, head);
      case CHUNKED -> chunked(normal, head);
      case FUSED -> fused(normal, head);
      case LIGER -> liger(normal, head);
    };
  }

  private Var logits(Var normal, Var head, double tokens) {
    boolean narrow = options.autocast();
    Var weight = ops.cast(head, narrow ? 2 : normal.size);
    Var in = ops.cast(normal, narrow ? 2 : normal.size);
    Var logits = ops.product(in, weight, tokens, model.hidden(), model.vocab(), model.headBias());
    t.drop(in);
    t.drop(weight);
    Var treated = treated(logits);
    t.drop(logits);
    return treated;
  }

  private Var plain(Var normal, Var head) {
    Var logits = logits(normal, head, options.tokens());
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
    for (int i = 0; i < CHUNKS; i++) {
      Var part = ops.share(joint, joint.values / CHUNKS);
      chunks.add(logits(part, head, tokens));
      t.drop(part);
    }
    Var total = t.make(1, 4, false);
    for (Var logits : chunks) {
      Var wide = ops.cast(logits, 4);
      Var log = ops.activation(wide, true);
      t.drop(wide);
      Var loss = negativeLogLikelihood(log, labels, tokens);
      t.drop(log);
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
    Var logits = logits(normal, head, options.tokens());
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
    double h = model.hidden();
    double v = model.vocab();
    double chunk = Math.min(tokens, powerOfTwo(Math.ceil(tokens / Math.ceil(v / h))));
    double chunks = Math.ceil(tokens / chunk);
    Buffer labels = labels();
    Buffer hidden = t.gradientOf(normal);
    Buffer weight = head.grad ? t.gradientOf(head) : null;
    Buffer store = t.allocate(chunk * v * normal.size);
    double logits = chunk * v * normal.size;
    double part = chunk * h * normal.size;
    for (int i = 0; i < chunks; i++) {
      double flops = 2 * Math.min(chunk, tokens - i * chunk) * h * v;
      t.product(part + head.bytes() + logits, flops, false);
      t.kernel(logits);
      t.product(part + head.bytes() + logits, flops, false);
      if (weight != null) {
        t.product(part + 2 * head.bytes() + logits, flops, false);
      }
    }
    t.release(store);
    t.release(labels);
    Var y = t.make(1, 4, normal.grad || head.grad);
    Buffer[] saved = weight == null ? new Buffer[] {hidden} : new Buffer[] {hidden, weight};
    t.record(
        y,
        g -> {
          if (normal.grad) {
            Buffer d = t.gradientOf(normal);
            t.kernel(2 * normal.bytes());
            t.gradient(normal, d);
          }
          if (weight != null) {
            Buffer d = t.gradientOf(head);
            t.kernel(2 * head.bytes());
            t.gradient(head, d);
          }
        },
        saved);
    t.release(hidden);
    if (weight != null) {
      t.release(weight);
    }
    return y;
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
