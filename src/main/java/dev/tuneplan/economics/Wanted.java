package dev.tuneplan.economics;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to be fine-tuned.
 *
 * @param model its name: an id of an open model, or a managed model's name as in a log
 * @param billions of parameters as its name says, by which providers sell it; empty: not known
 * @param adapters whether adapters are trained (LoRA, QLoRA), and not all weights
 */
public record Wanted(String model, OptionalDouble billions, boolean adapters) {
  private static final Pattern SIZE =
      Pattern.compile("(?<![0-9.x])([0-9]+(?:\\.[0-9]+)?)[bB](?![a-zA-Z])");
  private static final double NEAR = 0.1;
  private static final double BILLION = 1e9;

  /** An open model, by the size that its name says where that is near its parameters. */
  public static Wanted open(String model, long parameters, boolean adapters) {
    double real = parameters / BILLION;
    Matcher named = SIZE.matcher(model);
    if (named.find()) {
      double said = Double.parseDouble(named.group(1));
      if (Math.abs(said - real) <= NEAR * real) {
        return new Wanted(model, OptionalDouble.of(said), adapters);
      }
    }
    return new Wanted(model, OptionalDouble.of(real), adapters);
  }

  /** The word that providers use for the method. */
  String method() {
    return adapters ? "lora" : "full";
  }

  /** A size that a name says. */
  static OptionalDouble said(String name) {
    Matcher named = SIZE.matcher(name);
    return named.find()
        ? OptionalDouble.of(Double.parseDouble(named.group(1)))
        : OptionalDouble.empty();
  }
}
