package dev.tuneplan.runs;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run is: fixed when it is made, because it follows from its plan.
 *
 * @param id 12 hexadecimal digits
 * @param name the run spec's
 * @param created when it was first launched
 * @param model its model
 * @param trainer what trains it
 * @param gpus such as "2 x l40s"
 * @param plan what is expected
 */
public record RunRecord(
    String id,
    String name,
    Instant created,
    String model,
    String trainer,
    String gpus,
    Expected plan) {
  public RunRecord {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "an id is lower-case letters and digits, was '" + id + "'");
    }
  }

  /** Whether a text can be a run's id, which is the name of a folder and a label. */
  public static boolean isId(String text) {
    return text.matches("[0-9a-z][-0-9a-z]{0,62}");
  }

  /**
   * What the plan expects of one run.
   *
   * @param steps optimizer steps
   * @param tokens of the whole run
   * @param hours at P50
   * @param usd at P50
   * @param usdPerHour of all of its machines
   */
  public record Expected(
      long steps, double tokens, double hours, OptionalDouble usd, OptionalDouble usdPerHour) {

    /** Tokens in a second, of all GPUs together. */
    public double tokensPerSecond() {
      return hours > 0 ? tokens / hours / 3600 : 0;
    }
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", id);
    tree.put("name", name);
    tree.put("created", created.toString());
    tree.put("model", model);
    tree.put("trainer", trainer);
    tree.put("gpus", gpus);
    tree.put("steps", plan.steps);
    tree.put("tokens", plan.tokens);
    tree.put("hours", plan.hours);
    plan.usd.ifPresent(v -> tree.put("usd", v));
    plan.usdPerHour.ifPresent(v -> tree.put("usdPerHour", v));
    return tree;
  }

  /** The opposite of {@link #tree}; empty when it is no run. */
  static Optional<RunRecord> of(Map<?, ?> m) {
    if (!(m.get("id") instanceof String id)
        || !(m.get("name") instanceof String name)
        || !(m.get("created") instanceof String created)) {
      return Optional.empty();
    }
    Expected plan =
        new Expected(
            (long) number(m, "steps").orElse(0),
            number(m, "tokens").orElse(0),
            number(m, "hours").orElse(0),
            number(m, "usd"),
            number(m, "usdPerHour"));
    return Optional.of(
        new RunRecord(
            id,
            name,
            Instant.parse(created),
            text(m, "model"),
            text(m, "trainer"),
            text(m, "gpus"),
            plan));
  }

  private static String text(Map<?, ?> m, String key) {
    return m.get(key) instanceof String s ? s : "";
  }

  private static OptionalDouble number(Map<?, ?> m, String key) {
    return m.get(key) instanceof Number n
        ? OptionalDouble.of(n.doubleValue())
        : OptionalDouble.empty();
  }
}
