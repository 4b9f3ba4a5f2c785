package dev.tuneplan.model;

import java.util.List;

/**
 * What a model's {@code config.json} says about its size: every parameter count, and every matrix
 * that training multiplies by, follows from it.
 *
 * @param id catalogue id, or the path that was read
 * @param modelType Transformers' {@code model_type}
 * @param hidden hidden size
 * @param vocab rows of the embedding as the checkpoint has it
 * @param tiedHead whether the output head shares the embedding's weights
 * @param headBias whether the output head has a bias
 * @param maxPositions the longest sequence that the model was made for
 * @param rmsNorm whether normalisations are RMSNorm (else LayerNorm)
 * @param otherParameters position embeddings and embedding norms
 * @param projections matrices between the embedding, the layers and the head, where their widths
 *     differ
 * @param finalNormParameters parameters of the normalisation before the head
 * @param block how the family's layers compute
 * @param layers the kinds of layers
 */
public record ModelShape(
    String id,
    String modelType,
    long hidden,
    long vocab,
    boolean tiedHead,
    boolean headBias,
    long maxPositions,
    boolean rmsNorm,
    long otherParameters,
    long finalNormParameters,
    List<Linear> projections,
    Block block,
    List<Layer> layers) {
  public ModelShape {
    if (hidden < 1 || vocab < 1 || layers.isEmpty()) {
      throw new IllegalArgumentException(id + " needs a hidden size, a vocabulary and layers");
    }
    projections = List.copyOf(projections);
    layers = List.copyOf(layers);
  }

  /** Layers of all kinds together. */
  public int depth() {
    int depth = 0;
    for (Layer l : layers) {
      depth += l.count();
    }
    return depth;
  }

  /** Width of an embedding of the vocabulary. */
  public long embeddingWidth() {
    return projections.isEmpty() ? hidden : projections.getFirst().in();
  }

  /** All parameters; tied ones once. */
  public long parameters() {
    return layers.stream().mapToLong(l -> l.count() * l.parameters()).sum()
        + vocab * hidden * (tiedHead ? 1 : 2)
        + (headBias ? vocab : 0)
        + otherParameters
        + projections.stream().mapToLong(Linear::parameters).sum()
        + finalNormParameters;
  }

  /** Parameters that one token meets: experts that are not chosen are left out. */
  public long activeParameters() {
    long idle =
        layers.stream()
            .mapToLong(l ->
                l.count()
                    * l.linears().stream()
                        .mapToLong(
                            m -> (m.copies() - m.usedPerToken()) * (m.parameters() / m.copies()))
                        .sum())
            .sum();
    return parameters() - idle;
  }

  /**
   * Weights of decoder matrices that 4-bit loading packs.
   *
   * @param experts whether fused expert tensors are packed like modules, as they were before
   *     Transformers 5, which packed classes derived from {@code nn.Linear} too
   */
  public long quantisableWeights(boolean experts) {
    if (!block.packs() && !experts) {
      return 0;
    }
    long sum = projections.stream().mapToLong(Linear::weights).sum() - keptMatrix();
    for (Layer layer : layers) {
      for (Linear l : layer.linears()) {
        if (l.module() || (experts && l.copies() > 1)) {
          sum += layer.count() * l.weights();
        }
      }
    }
    return sum;
  }

  /**
   * Weights of a matrix that Transformers leaves as it is because nothing with parameters follows
   * it, as it does with heads.
   */
  private long keptMatrix() {
    boolean last = tiedHead && finalNormParameters == 0 && projections.isEmpty();
    List<Linear> linears = layers.getLast().linears();
    return last && !linears.isEmpty() ? linears.getLast().weights() : 0;
  }

  /** Whether tokens choose among experts in some layer. */
  public boolean experts() {
    for (Layer l : layers) {
      if (l.experts()) {
        return true;
      }
    }
    return false;
  }
}
