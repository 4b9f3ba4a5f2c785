package dev.tuneplan.cli;

import dev.tuneplan.agent.Limits;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the wrapper keeps a trainer within. */
final class AgentLimits {
  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Span.class,
      description = "from the request to end until the kill (default: 30s)")
  private Duration grace = Limits.USUAL.grace();

  @Option(
      names = "--stall-after",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Span.class,
      description =
          "no step for so long is a stall, unless 20 median steps are longer (default: 10m)")
  private Duration stall = Limits.USUAL.stall();

  @Option(
      names = "--setup-limit",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = Span.class,
      description = "so long it may say nothing before its first step (default: 1h)")
  private Duration setup = Limits.USUAL.setup();

  @Option(
      names = "--max-time",
      paramLabel = "TIME",
      converter = Span.class,
      description = "the most time of all attempts together")
  private @Nullable Duration time;

  @Option(
      names = "--max-usd",
      paramLabel = "USD",
      description = "the most money of all attempts together, with --usd-per-hour")
  private @Nullable Double usd;

  @Option(names = "--usd-per-hour", paramLabel = "USD", description = "what an hour of it costs")
  private @Nullable Double usdPerHour;

  @Option(
      names = "--reserve",
      paramLabel = "TIME",
      converter = Span.class,
      description =
          "ask for a checkpoint so long before these end (default: a twentieth, at most 5m)")
  private @Nullable Duration reserve;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "start nothing when this launch had so many attempts; exit code 79")
  private @Nullable Integer attempts;

  Limits settings() {
    if (attempts != null && attempts < 1) {
      throw new InvalidInput(Place.of("--max-attempts"), "", "must be >= 1 (was " + attempts + ")");
    }
    if (usd != null && usdPerHour == null) {
      throw new InvalidInput(Place.of("--max-usd"), "", "needs --usd-per-hour");
    }
    if (usdPerHour != null && !(usdPerHour >= 0)) {
      throw new InvalidInput(
          Place.of("--usd-per-hour"), "", "must be >= 0 (was " + usdPerHour + ")");
    }
    return new Limits(
        grace,
        stall,
        Limits.USUAL.stallSteps(),
        setup,
        Optional.ofNullable(time),
        usd == null ? OptionalDouble.empty() : OptionalDouble.of(usd),
        usdPerHour == null ? OptionalDouble.empty() : OptionalDouble.of(usdPerHour),
        Optional.ofNullable(reserve),
        attempts == null ? OptionalInt.empty() : OptionalInt.of(attempts));
  }
}
