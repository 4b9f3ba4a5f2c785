package dev.tuneplan.spec;

import dev.tuneplan.files.Fields;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads a run spec's traffic. */
final class TrafficSection {
  private static final double MOST_TOKENS = 1e8;

  /** Published in June 2026: whole projects take 20 to 50 hours. */
  private static final BigDecimal LOW_HOURS = BigDecimal.valueOf(20);

  private static final BigDecimal HIGH_HOURS = BigDecimal.valueOf(50);
  private static final BigDecimal HOURLY = BigDecimal.valueOf(100);
  private static final int YEAR = 12;

  private TrafficSection() {}

  static TrafficSpec read(Fields f) {
    currency(f);
    Optional<BigDecimal> calls = f.decimal("callsPerDay", 0, 1e12);
    if (!f.has("callsPerDay")) {
      f.fault("callsPerDay", "is required in traffic");
    }
    TrafficSpec.Tokens now = tokens(f, "", Optional.empty());
    TrafficSpec.Tokens after = tokens(f, "After", Optional.of(now));
    TrafficSpec traffic =
        new TrafficSpec(
            new TrafficSpec.Calls(
                calls.orElse(BigDecimal.ZERO),
                now,
                after,
                f.decimal("growthPercentPerMonth", -50, 100).orElse(BigDecimal.ZERO)),
            f.text("currentModel"),
            f.texts("fineTune"),
            people(f),
            new TrafficSpec.Serving(
                f.text("servingGpu"),
                f.decimal("servingTokensPerSecond", 0.001, 1e9),
                f.decimal("servingHoursPerDay", 0.01, 24).orElse(BigDecimal.valueOf(24)),
                f.decimal("servingUsdPerHour", 0, 1e5)),
            (int) f.whole("horizonMonths", 1, 120).orElse(YEAR),
            new TrafficSpec.Places(
                f.place(),
                f.valuePlace("currentModel"),
                f.valuePlace("fineTune"),
                f.valuePlace("servingGpu")));
    f.refuseOthers();
    return traffic;
  }

  private static void currency(Fields f) {
    f.text("currency")
        .filter(c -> !c.equalsIgnoreCase("USD"))
        .ifPresent(c ->
            f.fault(
                "currency",
                "must be one of USD (was '"
                    + c
                    + "'): all rates are in USD and there are no exchange rates here; convert what"
                    + " you give"));
  }

  private static TrafficSpec.Tokens tokens(
      Fields f, String suffix, Optional<TrafficSpec.Tokens> otherwise) {
    BigDecimal none = BigDecimal.ZERO;
    Optional<BigDecimal> given = f.decimal("inputTokens" + suffix, 0, MOST_TOKENS);
    BigDecimal input = given.orElse(otherwise.map(TrafficSpec.Tokens::input).orElse(none));
    Optional<BigDecimal> cachedGiven = f.decimal("cachedTokens" + suffix, 0, MOST_TOKENS);
    BigDecimal cached =
        cachedGiven.orElse(otherwise.map(TrafficSpec.Tokens::cached).orElse(none).min(input));
    BigDecimal output =
        f.decimal("outputTokens" + suffix, 0, MOST_TOKENS)
            .orElse(otherwise.map(TrafficSpec.Tokens::output).orElse(none));
    if (cached.compareTo(input) > 0) {
      f.fault(
          "cachedTokens" + suffix,
          "must not be above inputTokens"
              + suffix
              + " "
              + input.toPlainString()
              + ": cached tokens are a part of those that are sent");
      cached = input;
    }
    return new TrafficSpec.Tokens(input, cached, output);
  }

  private static TrafficSpec.People people(Fields f) {
    Optional<BigDecimal> low = f.decimal("hoursLow", 0, 1e5);
    Optional<BigDecimal> high = f.decimal("hoursHigh", 0, 1e5);
    if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
      f.fault("hoursLow", "must not be above hoursHigh " + high.get().toPlainString());
    }
    BigDecimal from = low.orElse(high.map(LOW_HOURS::min).orElse(LOW_HOURS));
    return new TrafficSpec.People(
        f.decimal("hourlyRate", 0, 1e5).orElse(HOURLY),
        from,
        high.orElse(HIGH_HOURS.max(from)).max(from));
  }
}
