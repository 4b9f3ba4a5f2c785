package dev.tuneplan.estimate;

/**
 * What one GPU holds of weights, states and gradients, and what sharding adds (docs/estimator.md,
 * sharding). All in bytes.
 */
final class Shards {
  private final Setup s;
  private final Sizes sizes;
  private final double trainable;
  private final double trainedBytes;

  Shards(Setup s, Sizes sizes) {
    this.s = s;
    this.sizes = sizes;
    this.trainable = sizes.trainable();
    this.trainedBytes = s.trainedBytes();
  }

  /** Weights as loaded: this GPU's share, or two layers where they live on the host. */
  double weights() {
    double all = stored();
    return s.offloadParameters()
        ? 2 * all / s.model().depth()
        : all / s.parallelism().weights(s.gpus());
  }

  /** Adapters; a full fine-tune trains the weights themselves. */
  double adapters() {
    return s.method().full() ? 0 : trainedBytes * trainable / s.parallelism().weights(s.gpus());
  }

  double states() {
    boolean away = s.offloadOptimizer() || s.optimizer().paged();
    return away
        ? 0
        : s.optimizer().stateBytes(trainedBytes) * trainable / s.parallelism().states(s.gpus());
  }

  /** Gradients when the optimizer steps. */
  double gradients() {
    double all = gradientBytes() / s.parallelism().gradients(s.gpus());
    boolean layerwise = s.offloadOptimizer() && s.method().full();
    return layerwise || s.stepsInBackward() ? all / s.model().depth() : all;
  }

  /**
   * Gradients that micro-steps add to: whole ones where FSDP accumulates without communicating
   * ({@code no_sync} of accelerate: docs/estimator.md, sharding).
   */
  double accumulated() {
    boolean whole = s.parallelism() == Parallelism.FSDP && s.stack().accumulatesUnsharded();
    return whole ? gradientBytes() : gradients();
  }

  /**
   * Bytes of all gradients before sharding. A unit of FSDP1 is one flat parameter, whose gradient
   * has its size even where most of it is frozen (torch.distributed.fsdp, use_orig_params, 2.15).
   */
  private double gradientBytes() {
    return s.mixesUnits() ? 2 * sizes.parameters() : trainedBytes * trainable;
  }

  /** What this GPU keeps of a gradient that the traced step makes, in the precision of the step. */
  double gradientScale() {
    if (s.stepsInBackward()) {
      return 1.0 / s.model().depth();
    }
    double traced = s.method().full() && s.gathered() ? 2 : trainedBytes;
    return trainedBytes / traced / s.parallelism().gradients(s.gpus());
  }

  /**
   * Gradients of layers' inputs that stay until the backward pass ends: FSDP1 registers a hook for
   * all inputs of a unit whose weights are frozen, and the hook holds what it is called with
   * (torch/distributed/fsdp/_runtime_utils.py, _register_post_backward_reshard_only_hook; that it
   * holds one 16-bit value for each input value is inferred from measured runs, docs/estimator.md).
   */
  double inputGradients() {
    boolean frozen = s.gpus() > 1 && s.parallelism() == Parallelism.FSDP && !s.method().full();
    return frozen && s.stack().keepsInputGradients()
        ? s.tokens() * s.model().hidden() * 2 * s.model().depth()
        : 0;
  }

  /** Temporaries of foreach optimizers. */
  double copies() {
    return s.optimizer().foreach() && !s.offloadOptimizer()
        ? s.stack().optimizerCopy() * trainedBytes * trainable / s.parallelism().states(s.gpus())
        : 0;
  }

  /** Two layers and the root unit, gathered for computing. */
  double gathered() {
    if (!s.gathered()) {
      return 0;
    }
    boolean packed = s.method().weights() != Method.Weights.BF16 && !s.method().full();
    double each = packed ? s.method().weights().bytes() : 2;
    double gradient = s.method().full() ? sizes.layer() * 2 : 0;
    return 2 * sizes.layer() * each + gradient + 2 * sizes.vocabulary();
  }

  /** Buffers of gradient exchange. */
  double buckets() {
    if (s.gpus() == 1) {
      return 0;
    }
    return switch (s.parallelism()) {
      case DDP -> trainedBytes * trainable;
      case ZERO1, ZERO2 -> Math.min(2e9, 4 * trainable);
      case ZERO3, FSDP -> 0;
    };
  }

  /** Bytes of the weights as loaded, unsharded. */
  private double stored() {
    double all = sizes.parameters();
    if (s.method().full()) {
      return all * s.stack().fullWeightBytes();
    }
    if (s.method().weights() == Method.Weights.BF16) {
      return all * 2;
    }
    double packed = sizes.packed();
    return packed * s.method().weights().bytes() + (all - packed) * (s.upcast() ? 4 : 2);
  }

  /** Host memory for what is offloaded, whole job. */
  double host() {
    double host = 0;
    if (s.offloadOptimizer()) {
      host += trainable * (s.optimizer().stateBytes(4) + 8);
    }
    if (s.offloadParameters()) {
      host += stored();
    }
    return host;
  }
}
