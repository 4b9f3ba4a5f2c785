package dev.tuneplan.estimate;

import dev.tuneplan.model.Layer;
import dev.tuneplan.model.Linear;
import java.util.List;

/**
 * What autograd keeps of one layer for its backward pass, in bytes for each token.
 *
 * <p>Source: modelling code of Transformers 5.x with SDPA (read 2026-11): an RMSNorm keeps its input
 * in 32 bits, attention keeps q, k, v, its output and the log-sum-exp, a gated feed-forward part
 * keeps gate, activated gate and up. A frozen matrix keeps nothing, since dX = dY·W; a trained one
 * keeps its input; PEFT's 32-bit adapter keeps its own 32-bit copy of it.
 */
final class SavedActivations {
  private SavedActivations() {}

  static double bytesPerToken(Setup s, Layer layer) {
    boolean full = s.method().full();
    double h = s.model().hidden();
    double residual = s.stack().residualBytes();
    double norm = s.stack().fusedNorm() ? residual * h : 4 * h + (full ? 2 * h : 0);
    double bytes = layer.norms() * norm;
    double kv = s.stack().keysExpanded() ? 2 * layer.queryWidth() : layer.keyWidth() + layer.valueWidth();
    bytes += 2 * (2.0 * layer.queryWidth() + kv) + 4.0 * layer.heads();
    if (layer.queryKeyNorm()) {
      bytes += (s.stack().fusedNorm() ? 2 : 4) * (double) (layer.queryWidth() + layer.keyWidth());
    }
    double active = expertsPerToken(layer);
    double kept = layer.activation() == Layer.Activation.GATED ? (s.stack().fusedMlp() ? 4 : 6) : 2;
    bytes += kept * layer.width() * active;
    return bytes + inputs(s, layer, full);
  }

  /** Inputs of matrices that are trained, or adapted, or quantised by a stack that keeps them. */
  private static double inputs(Setup s, Layer layer, boolean full) {
    double bytes = 0;
    if (full || keepsFrozen(s)) {
      boolean mlp = false;
      boolean attention = false;
      for (Linear l : layer.linears()) {
        switch (l.part()) {
          case ATTENTION_INPUT -> {
            bytes += attention ? 0 : 2 * l.in();
            attention = true;
          }
          case MLP_INPUT -> {
            bytes += mlp ? 0 : 2 * l.in() * l.usedPerToken();
            mlp = true;
          }
          case MLP_OUTPUT -> bytes += 2 * l.in() * l.usedPerToken();
          case ATTENTION_OUTPUT, ROUTER -> bytes += 0; // its input is the attention output
        }
      }
    }
    if (!full) {
      bytes += adapters(s, layer);
    }
    return bytes;
  }

  private static double adapters(Setup s, Layer layer) {
    double bytes = 0;
    double wide = s.stack().adapterBytes();
    boolean sharedAttention = false;
    boolean sharedMlp = false;
    List<Linear> adapted = s.method().targets().in(layer);
    for (Linear l : adapted) {
      boolean counted =
          switch (l.part()) {
            case ATTENTION_INPUT -> sharedAttention;
            case MLP_INPUT -> sharedMlp;
            default -> false;
          };
      // A 16-bit adapter shares the 16-bit input with its neighbours; a 32-bit one casts its own.
      double input = wide > 2 ? 4.0 * l.in() : counted || keepsFrozen(s) ? 0 : 2.0 * l.in();
      bytes += (input + wide * s.method().rank()) * l.usedPerToken();
      if (s.method().dropout() > 0) {
        bytes += (wide + 1) * l.in() * l.usedPerToken();
      }
      sharedAttention |= l.part() == Linear.Part.ATTENTION_INPUT;
      sharedMlp |= l.part() == Linear.Part.MLP_INPUT;
      if (s.method().dora()) {
        bytes += 2.0 * l.out() * l.usedPerToken();
      }
    }
    return bytes;
  }

  private static boolean keepsFrozen(Setup s) {
    return s.method().weights() == Method.Weights.INT8
        || (s.method().type() == Method.Type.QLORA && s.stack().savesFrozenInputs());
  }

  private static double expertsPerToken(Layer layer) {
    double most = 1;
    for (Linear l : layer.linears()) {
      if (l.part() == Linear.Part.MLP_OUTPUT && l.copies() > 1) {
        most = Math.max(most, l.usedPerToken());
      }
    }
    return most;
  }
}
