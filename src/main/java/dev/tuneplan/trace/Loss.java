package dev.tuneplan.trace;

import dev.tuneplan.model.ModelShape;
import java.util.ArrayList;
import java.util.List;

/** Final norm, head and ForCausalLMLoss (transformers/loss/loss_utils.py). */
final class Loss {
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
    Var logits =
        ops.product(normal, head, options.tokens(), model.hidden(), model.vocab(), model.headBias());
    leaving.add(normal);
    Var treated = treated(logits);
    leaving.add(treated);
    t.drop(logits);
    Var wide = ops.cast(treated, 4);
    Buffer padded = t.allocate(options.tokens() * 8);
    t.kernel(options.tokens() * 16);
    Buffer labels = t.allocate(options.tokens() * 8);
    t.kernel(options.tokens() * 16);
    t.release(padded);
    Var log = ops.activation(wide, true);
    Var loss = negativeLogLikelihood(log, labels);
    t.drop(log);
    t.drop(wide);
    t.release(labels);
    return loss;
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

  private Var negativeLogLikelihood(Var log, Buffer labels) {
    double ids = options.tokens() * 8;
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
