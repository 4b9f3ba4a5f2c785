package dev.tuneplan.estimate;

import dev.tuneplan.model.LoraTargets;
import java.util.List;

/**
 * What is trained, and how the frozen part is stored.
 *
 * @param type full, LoRA or QLoRA
 * @param rank of the adapters; ignored for full
 * @param targets which matrices get adapters
 * @param dora whether magnitudes are trained too
 * @param dropout probability on the adapters' input
 * @param savedModules copies of the vocabulary matrices trained in full (embed_tokens, lm_head)
 * @param weights storage of frozen decoder matrices
 */
public record Method(
    Type type,
    int rank,
    LoraTargets targets,
    boolean dora,
    double dropout,
    List<String> savedModules,
    Weights weights) {
  /** The three methods. */
  public enum Type {
    FULL,
    LORA,
    QLORA
  }

  /** Storage of frozen decoder matrices, with bytes for each weight (QLoRA, arXiv 2305.14314). */
  public enum Weights {
    BF16(2),
    INT8(1.002),
    NF4(0.5 + 4.0 / 64),
    NF4_DQ(0.5 + 1.0 / 64 + 4.0 / (64 * 256)),
    GPTQ4(0.5 + 2.5 / 128);

    private final double bytes;

    Weights(double bytes) {
      this.bytes = bytes;
    }

    /** Bytes for each weight, scales included. */
    public double bytes() {
      return bytes;
    }
  }

  public Method {
    savedModules = List.copyOf(savedModules);
  }

  /** The same adapters on weights in 4 bits; a full fine-tune becomes QLoRA of all matrices. */
  public Method quantised() {
    return full()
        ? new Method(Type.QLORA, 16, LoraTargets.allLinear(), false, 0, List.of(), Weights.NF4_DQ)
        : new Method(Type.QLORA, rank, targets, dora, dropout, savedModules, Weights.NF4_DQ);
  }

  /** Whether every weight is trained. */
  public boolean full() {
    return type == Type.FULL;
  }
}
