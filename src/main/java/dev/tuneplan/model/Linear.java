package dev.tuneplan.model;

/**
 * A weight matrix of a layer.
 *
 * @param name the module's last name in Transformers, such as {@code q_proj}
 * @param in input features
 * @param out output features
 * @param bias whether it has a bias of {@code out} values
 * @param copies how often a layer holds it: 1, or the number of experts
 * @param usedPerToken how many of the copies one token passes through
 * @param module whether it is an {@code nn.Linear} of its own (what PEFT's {@code all-linear} and
 *     bitsandbytes see); fused three-dimensional expert tensors and routers kept as bare parameters
 *     are not
 * @param part where it is in the layer
 */
public record Linear(
    String name,
    long in,
    long out,
    boolean bias,
    long copies,
    long usedPerToken,
    boolean module,
    Part part) {
  /** Where a matrix is in a layer. */
  public enum Part {
    ATTENTION_INPUT,
    ATTENTION_OUTPUT,
    MLP_INPUT,
    MLP_OUTPUT,
    ROUTER
  }

  public Linear {
    if (in < 1 || out < 1 || copies < 1 || usedPerToken < 1) {
      throw new IllegalArgumentException(
          name + " needs positive sizes, was " + in + " x " + out + " x " + copies);
    }
  }

  /** One matrix, used by every token. */
  public static Linear of(String name, long in, long out, boolean bias, Part part) {
    return new Linear(name, in, out, bias, 1, 1, true, part);
  }

  /** Weights of all copies, without biases. */
  public long weights() {
    return in * out * copies;
  }

  /** Weights and biases of all copies. */
  public long parameters() {
    return weights() + (bias ? out * copies : 0);
  }

  /** Weights that one token meets. */
  public long weightsPerToken() {
    return in * out * usedPerToken;
  }
}
