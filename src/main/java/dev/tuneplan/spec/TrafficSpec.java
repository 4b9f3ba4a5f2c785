package dev.tuneplan.spec;

import dev.tuneplan.base.Place;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a model is used for, so that it can be said whether fine-tuning pays.
 *
 * @param calls how often, and with how many tokens
 * @param currentModel the model that answers today, as logs name it
 * @param fineTune managed models to weigh, as logs name them
 * @param people what the project's work costs
 * @param serving how the fine-tuned model would be served on own machines
 * @param horizonMonths over how many months of 30 days it must pay, at least 1
 * @param places where names stand that are looked up later
 */
public record TrafficSpec(
    Calls calls,
    Optional<String> currentModel,
    List<String> fineTune,
    People people,
    Serving serving,
    int horizonMonths,
    Places places) {
  /** Where names stand. */
  public record Places(Place block, Place currentModel, Place fineTune, Place servingGpu) {}

  /**
   * Calls and their tokens.
   *
   * @param perDay at least 0
   * @param now tokens of a call today
   * @param after tokens of a call of the fine-tuned model
   * @param growthPercent of calls from one month to the next
   */
  public record Calls(BigDecimal perDay, Tokens now, Tokens after, BigDecimal growthPercent) {}

  /** Tokens of a call on average; {@code cached} is a part of {@code input}. */
  public record Tokens(BigDecimal input, BigDecimal cached, BigDecimal output) {}

  /** USD per hour of work, and hours of the whole project, from and to. */
  public record People(BigDecimal hourlyRate, BigDecimal hoursLow, BigDecimal hoursHigh) {}

  /**
   * Own serving.
   *
   * @param gpu profile id; empty: one that fits is chosen
   * @param tokensPerSecond of one machine, sent and returned together; empty: assumed
   * @param hoursPerDay that it is on
   * @param usdPerHour of one machine; empty: by the price lists
   */
  public record Serving(
      Optional<String> gpu,
      Optional<BigDecimal> tokensPerSecond,
      BigDecimal hoursPerDay,
      Optional<BigDecimal> usdPerHour) {}

  public TrafficSpec {
    fineTune = List.copyOf(fineTune);
  }
}
