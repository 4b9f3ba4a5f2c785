package dev.tuneplan.model;

/**
 * How tokens choose experts, and what experts do beside their products.
 *
 * @param scores what makes scores of the router's logits
 * @param normalised whether the weights of the chosen are divided by their sum
 * @param narrowed whether weights come back to the precision of the hidden states
 * @param groups of experts among which tokens choose first; 0 when experts are in none
 * @param chosenGroups groups that a token chooses
 * @param biased whether experts have biases, and gates that clamp (GPT-OSS)
 */
public record Routing(
    Scores scores,
    boolean normalised,
    boolean narrowed,
    int groups,
    int chosenGroups,
    boolean biased) {
  /** What makes scores of logits. */
  public enum Scores {
    /** softmax in 32 bits, then the highest */
    SOFTMAX,
    /** the highest, then softmax over them */
    TOP_FIRST,
    /** logits and softmax in 32 bits (DeepSeek-V2) */
    SOFTMAX_WIDE,
    /** logits and sigmoid in 32 bits (DeepSeek-V3) */
    SIGMOID_WIDE
  }

  static Routing of(ConfigKeys c) {
    int groups = (int) c.or("n_group", c.type().equals("deepseek_v3") ? 8 : 0);
    int chosen = (int) c.or("topk_group", c.type().equals("deepseek_v3") ? 4 : 0);
    return switch (c.type()) {
      case "gpt_oss" -> new Routing(Scores.TOP_FIRST, false, false, 0, 0, true);
      case "deepseek_v2" -> {
        boolean grouped = c.fields().text("topk_method").orElse("").equals("group_limited_greedy");
        yield new Routing(
            Scores.SOFTMAX_WIDE, false, false, grouped ? groups : 0, grouped ? chosen : 0, false);
      }
      case "deepseek_v3" ->
          new Routing(
              Scores.SIGMOID_WIDE, c.is("norm_topk_prob", true), false, groups, chosen, false);
      case "mixtral" -> new Routing(Scores.SOFTMAX, true, false, 0, 0, false);
      default -> new Routing(Scores.SOFTMAX, c.is("norm_topk_prob", false), true, 0, 0, false);
    };
  }
}
