package dev.tuneplan.estimate;

import dev.tuneplan.base.Range;
import dev.tuneplan.model.Layer;
import dev.tuneplan.model.Linear;
import dev.tuneplan.model.ModelShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Peak memory of one GPU: the maximum over the phases of a step of what is alive in them.
 *
 * <p>A sum of everything over-estimates: gradients of a full fine-tune do not exist yet when the
 * logits do. Sources: docs/estimator.md.
 */
final class MemoryModel {
  private static final double GIB = 1L << 30;

  private MemoryModel() {}

  private record Parts(
      double weights,
      double trained,
      double gradients,
      double states,
      double layersSaved,
      double oneLayer,
      double head,
      double logits,
      double gathered,
      double dequantised,
      double buckets,
      double copies) {}

  static Memory of(Setup s) {
    Parts p = parts(s);
    double base = p.weights + p.trained + p.states;
    boolean gradientsStay = s.accumulation() > 1;
    double atLoss =
        base + p.layersSaved + p.head + p.logits + p.gathered + (gradientsStay ? p.gradients : 0);
    double backward =
        base
            + p.layersSaved
            + (s.checkpointing() == Checkpointing.NONE ? 0 : p.oneLayer)
            + p.gathered
            + p.dequantised
            + p.buckets
            + (gradientsStay ? p.gradients : 0);
    double lastLayer = base + p.gradients + p.oneLayer + p.gathered + p.dequantised + p.buckets;
    double step = base + p.gradients + p.copies;
    double peak = Math.max(Math.max(atLoss, backward), Math.max(lastLayer, step));
    List<MemoryTerm> terms = new ArrayList<>();
    term(terms, "weights", p.weights, "storage bytes x weights / shards", "§weights");
    term(terms, "trained weights", p.trained, "adapter bytes x trainable", "§weights");
    term(terms, "optimizer states", p.states, "state bytes x trainable / shards", "§optimizer");
    String phase;
    if (peak == step) {
      phase = "optimizer step";
      term(terms, "gradients", p.gradients, "bytes x trainable / shards", "§gradients");
      term(terms, "optimizer temporaries", p.copies, "one copy of the trained weights", "§foreach");
    } else if (peak == lastLayer) {
      phase = "end of backward";
      term(terms, "gradients", p.gradients, "bytes x trainable / shards", "§gradients");
      term(terms, "one layer's activations", p.oneLayer, "saved bytes x tokens", "§activations");
      working(terms, p);
    } else if (peak == backward) {
      phase = "start of backward";
      term(terms, "gradients", gradientsStay ? p.gradients : 0, "kept between micro-steps", "§gradients");
      term(terms, "saved activations", p.layersSaved, "saved bytes x tokens x layers", "§activations");
      if (s.checkpointing() != Checkpointing.NONE) {
        term(terms, "recomputed layer", p.oneLayer, "saved bytes x tokens", "§activations");
      }
      working(terms, p);
    } else {
      phase = "loss";
      term(terms, "gradients", gradientsStay ? p.gradients : 0, "kept between micro-steps", "§gradients");
      term(terms, "saved activations", p.layersSaved, "saved bytes x tokens x layers", "§activations");
      term(terms, "logits and loss", p.logits, "logit bytes x tokens x vocabulary", "§loss");
      term(terms, "head input", p.head, "hidden states at the head", "§loss");
      term(terms, "gathered weights", p.gathered, "two layers and the root unit", "§sharding");
    }
    return judged(s, p, base, peak, phase, terms);
  }

  private static Memory judged(
      Setup s, Parts p, double base, double peak, String phase, List<MemoryTerm> terms) {
    double context =
        s.stack().contextGiB() * GIB + (s.gpus() > 1 ? 1.0 * GIB : 0); // NCCL: 1 to 2 GiB
    double known = Math.min(peak, base + (phase.equals("optimizer step") ? p.gradients : 0));
    double moving = peak - known;
    double reserved = peak * s.stack().reservedFactor();
    double device = reserved + context;
    double spread = s.stack().memorySpread() * (s.model().experts() ? 1.5 : 1);
    // Weights are known exactly; only what moves has a multiplicative spread. A twentieth of the
    // whole covers slack and context.
    double sd = (moving * spread + 0.025 * peak) / Math.max(1, device);
    double usable = s.gpu().usableGiB() * GIB;
    double probability =
        known > usable ? 1 : StudentT.above4(Math.log(usable / device) / Math.max(1e-6, sd));
    return new Memory(
        peak,
        reserved,
        device,
        known,
        Range.around(device, sd),
        phase,
        terms,
        host(s),
        probability > 0.9995 ? 1 : probability);
  }

  private static void working(List<MemoryTerm> terms, Parts p) {
    term(terms, "gathered weights", p.gathered, "two layers and the root unit", "§sharding");
    term(terms, "dequantised weight", p.dequantised, "2 B x the largest matrix", "§weights");
    term(terms, "communication buckets", p.buckets, "by scheme", "§sharding");
  }

  private static void term(
      List<MemoryTerm> terms, String name, double bytes, String formula, String source) {
    if (bytes > 0) {
      terms.add(new MemoryTerm(name, bytes, formula, "docs/estimator.md " + source));
    }
  }

  private static Parts parts(Setup s) {
    ModelShape m = s.model();
    double trainable = s.trainable();
    double bytes = s.trainedBytes();
    double weightShards = s.parallelism().weights(s.gpus());
    double frozen = frozenBytes(s);
    double states = s.optimizer().stateBytes(bytes) * trainable / s.parallelism().states(s.gpus());
    double gradients = bytes * trainable / s.parallelism().gradients(s.gpus());
    boolean offloaded = s.offloadOptimizer() || s.optimizer().paged();
    double tokens = s.tokens();
    double saved = 0;
    double one = 0;
    for (Layer l : m.layers()) {
      double layer = SavedActivations.bytesPerToken(s, l) * tokens;
      one = Math.max(one, layer);
      double boundary =
          s.checkpointing() == Checkpointing.OFFLOAD
              ? 0
              : s.stack().residualBytes() * m.hidden() * tokens;
      double share = s.checkpointing().recomputed();
      saved += l.count() * (share * boundary + (1 - share) * layer);
    }
    double largest = 0;
    for (Layer l : m.layers()) {
      for (Linear w : l.linears()) {
        largest = Math.max(largest, (double) w.in() * w.out());
      }
    }
    boolean packed = s.method().weights() != Method.Weights.BF16 && !s.method().full();
    double gathered = 0;
    if (s.gpus() > 1 && s.parallelism().gathers()) {
      double layerBytes = m.layers().getLast().parameters() * (packed ? s.method().weights().bytes() : 2);
      gathered = 2 * layerBytes + 2.0 * m.vocab() * m.hidden() * (m.tiedHead() ? 1 : 2);
    }
    double buckets =
        s.gpus() == 1
            ? 0
            : switch (s.parallelism()) {
              case DDP -> bytes * trainable;
              case ZERO1, ZERO2 -> Math.min(2e9, 4 * trainable);
              case ZERO3, FSDP -> 0;
            };
    double trained = s.method().full() ? 0 : bytes * trainable / weightShards;
    double copies =
        s.optimizer().foreach() && !s.offloadOptimizer()
            ? s.stack().optimizerCopy() * bytes * trainable / s.parallelism().states(s.gpus())
            : 0;
    return new Parts(
        s.offloadParameters() ? 2 * frozen / m.depth() : frozen / weightShards,
        trained,
        s.offloadOptimizer() && s.method().full() ? gradients / m.depth() : gradients,
        offloaded ? 0 : states,
        saved,
        one,
        (s.stack().fusedNorm() ? 2 : 4) * m.hidden() * tokens
            + (s.method().full() ? 2 * m.hidden() * tokens : 0),
        s.stack().logitBytes() * tokens * m.vocab(),
        gathered,
        packed ? 2 * largest : 0,
        buckets,
        copies);
  }

  /** Bytes of the weights as loaded, unsharded. */
  private static double frozenBytes(Setup s) {
    ModelShape m = s.model();
    double all = m.parameters();
    if (s.method().full()) {
      return all * s.stack().fullWeightBytes();
    }
    if (s.method().weights() == Method.Weights.BF16) {
      return all * 2;
    }
    double packed = m.quantisableWeights(s.stack().packsExperts());
    boolean upcast =
        s.stack().upcastOther()
            && s.method().weights() != Method.Weights.GPTQ4
            && s.method().type() == Method.Type.QLORA;
    return packed * s.method().weights().bytes() + (all - packed) * (upcast ? 4 : 2);
  }

  private static double host(Setup s) {
    double host = 0;
    if (s.offloadOptimizer()) {
      host += s.trainable() * (s.optimizer().stateBytes(4) + 8);
    }
    if (s.offloadParameters()) {
      host += frozenBytes(s);
    }
    return host;
  }
}
