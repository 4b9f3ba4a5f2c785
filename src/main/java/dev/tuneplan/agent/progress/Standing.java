package dev.tuneplan.agent.progress;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far a trainer is.
 *
 * @param source what told it
 * @param step optimizer steps done, over all attempts
 * @param total of the whole run
 * @param loss of training
 * @param tokens seen so far
 * @param stepsPerSecond by our own clock
 * @param tokensPerSecond by our own clock
 */
public record Standing(
    Source source,
    long step,
    OptionalLong total,
    OptionalDouble loss,
    OptionalLong tokens,
    OptionalDouble stepsPerSecond,
    OptionalDouble tokensPerSecond) {

  /** For an event; what is not known is left out. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("source", source.title());
    tree.put("step", step);
    total.ifPresent(v -> tree.put("total", v));
    loss.ifPresent(v -> tree.put("loss", Double.isFinite(v) ? (Object) v : Double.toString(v)));
    tokens.ifPresent(v -> tree.put("tokens", v));
    stepsPerSecond.ifPresent(v -> tree.put("stepsPerSecond", rounded(v)));
    tokensPerSecond.ifPresent(v -> tree.put("tokensPerSecond", rounded(v)));
    return tree;
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }
}
