package dev.tuneplan.model;

import java.util.List;

/**
 * A kind of decoder layer, and how often the model has it.
 *
 * @param count how many layers are of this kind
 * @param linears every matrix
 * @param heads query heads
 * @param queryWidth heads × head size: the width of the queries
 * @param keyWidth key-value heads × head size: the width of the keys
 * @param valueWidth width of the values before they are expanded to the heads
 * @param window tokens that a token can look back on; the maximum of long when unlimited
 * @param turned whether positions turn its queries and keys, where the family's do
 * @param norms normalisations over the hidden size
 * @param normParameters parameters of all normalisations of a layer, query and key norms included
 * @param queryKeyNorm whether queries and keys are normalised
 * @param activation how the feed-forward part is built
 * @param width width of the feed-forward part of one expert or of the dense block
 * @param otherParameters parameters that are neither in a matrix nor in a normalisation
 */
public record Layer(
    int count,
    List<Linear> linears,
    long heads,
    long queryWidth,
    long keyWidth,
    long valueWidth,
    long window,
    boolean turned,
    int norms,
    long normParameters,
    boolean queryKeyNorm,
    Activation activation,
    long width,
    long otherParameters) {
  /** How the feed-forward part is built. */
  public enum Activation {
    /** down(act(gate(x)) · up(x)) */
    GATED,
    /** down(act(up(x))) */
    PLAIN
  }

  public Layer {
    linears = List.copyOf(linears);
  }

  /** What is turned of a head whose keys are compressed; 0 elsewhere. */
  public long turnedWidth() {
    long turned = 0;
    for (Linear l : linears) {
      turned +=
          switch (l.name()) {
            case "kv_a_proj_with_mqa" -> l.out();
            case "kv_b_proj" -> -l.in();
            default -> 0;
          };
    }
    return turned;
  }

  /** Parameters of one layer of this kind. */
  public long parameters() {
    return linears.stream().mapToLong(Linear::parameters).sum() + normParameters + otherParameters;
  }

  /** Weights of the matrices that one token passes through in one layer. */
  public long weightsPerToken() {
    return linears.stream().mapToLong(Linear::weightsPerToken).sum();
  }

  /** Whether tokens choose among experts. */
  public boolean experts() {
    for (Linear l : linears) {
      if (l.copies() > 1) {
        return true;
      }
    }
    return false;
  }
}
