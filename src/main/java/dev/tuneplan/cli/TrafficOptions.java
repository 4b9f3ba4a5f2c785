package dev.tuneplan.cli;

import dev.tuneplan.files.Leaves;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Keys of a run spec's traffic as options; what is given on the line wins over the file. */
final class TrafficOptions {
  @Option(names = "--calls-per-day", paramLabel = "N", description = "calls of the model on a day")
  private @Nullable String calls;

  @Option(names = "--current", paramLabel = "MODEL", description = "the model that answers today")
  private @Nullable String current;

  @Option(
      names = "--fine-tune",
      paramLabel = "MODEL",
      split = ",",
      description = "managed models to weigh, such as gpt-4o-mini or azure/gpt-4.1")
  private List<String> fineTune = new ArrayList<>();

  @Option(names = "--input", paramLabel = "N", description = "tokens sent in a call today")
  private @Nullable String input;

  @Option(
      names = "--output-tokens",
      paramLabel = "N",
      description = "tokens back from a call today")
  private @Nullable String outputTokens;

  @Option(names = "--cached", paramLabel = "N", description = "of those sent, in the cache today")
  private @Nullable String cached;

  @Option(
      names = "--input-after",
      paramLabel = "N",
      description = "tokens sent in a call of the fine-tuned model (default: as today)")
  private @Nullable String inputAfter;

  @Option(names = "--output-after", paramLabel = "N", description = "the same of tokens back")
  private @Nullable String outputAfter;

  @Option(names = "--cached-after", paramLabel = "N", description = "the same of cached tokens")
  private @Nullable String cachedAfter;

  @Option(
      names = "--growth",
      paramLabel = "PERCENT",
      description = "growth of calls from month to month (default: 0)")
  private @Nullable String growth;

  @Option(
      names = "--horizon",
      paramLabel = "MONTHS",
      description = "in which it must pay (default: 12)")
  private @Nullable String horizon;

  @Option(
      names = "--hours",
      paramLabel = "FROM[-TO]",
      description = "hours of work on the project (default: 20-50)")
  private @Nullable String hours;

  @Option(
      names = "--hourly-rate",
      paramLabel = "USD",
      description = "what an hour of it costs (default: 100)")
  private @Nullable String rate;

  @Option(
      names = "--currency",
      paramLabel = "USD",
      description = "of amounts on the line; only USD, as all rates are")
  private @Nullable String currency;

  @Option(names = "--serving-gpu", paramLabel = "ID", description = "own serving: on which GPU")
  private @Nullable String gpu;

  @Option(
      names = "--serving-tokens-per-second",
      paramLabel = "N",
      description = "own serving: what one machine gets through, as measured")
  private @Nullable String speed;

  @Option(
      names = "--serving-hours",
      paramLabel = "N",
      description = "own serving: hours of the day that it is on (default: 24)")
  private @Nullable String hoursPerDay;

  @Option(
      names = "--serving-usd-per-hour",
      paramLabel = "USD",
      description = "own serving: what a machine costs (default: by the price lists)")
  private @Nullable String usdPerHour;

  Leaves over(Leaves base) {
    Leaves l = set(base, "callsPerDay", "--calls-per-day", calls);
    l = set(l, "currentModel", "--current", current);
    l = RunOptions.set(l, "traffic.fineTune", "--fine-tune", fineTune);
    l = set(l, "inputTokens", "--input", input);
    l = set(l, "outputTokens", "--output-tokens", outputTokens);
    l = set(l, "cachedTokens", "--cached", cached);
    l = set(l, "inputTokensAfter", "--input-after", inputAfter);
    l = set(l, "outputTokensAfter", "--output-after", outputAfter);
    l = set(l, "cachedTokensAfter", "--cached-after", cachedAfter);
    l = set(l, "growthPercentPerMonth", "--growth", growth);
    l = set(l, "horizonMonths", "--horizon", horizon);
    l = set(l, "hourlyRate", "--hourly-rate", rate);
    l = set(l, "currency", "--currency", currency);
    l = set(l, "servingGpu", "--serving-gpu", gpu);
    l = set(l, "servingTokensPerSecond", "--serving-tokens-per-second", speed);
    l = set(l, "servingHoursPerDay", "--serving-hours", hoursPerDay);
    l = set(l, "servingUsdPerHour", "--serving-usd-per-hour", usdPerHour);
    if (hours == null) {
      return l;
    }
    int dash = hours.indexOf('-', 1);
    l = set(l, "hoursLow", "--hours", dash < 0 ? hours : hours.substring(0, dash).strip());
    return set(l, "hoursHigh", "--hours", dash < 0 ? hours : hours.substring(dash + 1).strip());
  }

  private static Leaves set(Leaves l, String key, String option, @Nullable String value) {
    return RunOptions.set(l, "traffic." + key, option, value);
  }
}
