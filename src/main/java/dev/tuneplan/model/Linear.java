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
 * @param ranks how many ranks PEFT's {@code all-linear} gives its adapter: 1 as a rule, 2 where one
 *     fused tensor holds gate and up, 0 where PEFT 0.21 passes it over
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
    int ranks,
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
    return new Linear(name, in, out, bias, 1, 1, true, 1, part);
  }

  /** The same matrix, passed over by {@code all-linear}. */
  Linear passedOver() {
    return new Linear(name, in, out, bias, copies, usedPerToken, module, 0, part);
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
