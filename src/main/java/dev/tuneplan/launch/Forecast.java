package dev.tuneplan.launch;

import dev.tuneplan.base.Range;
import dev.tuneplan.files.JsonText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the plan says that the run takes.
 *
 * @param tokens processed in the whole run
 * @param steps optimizer steps in the whole run, ≥ 1
 * @param hours from start to end
 * @param usd of one run; empty: unpriced
 * @param profiles what it rests on, by {@code gpu} and {@code stack}: an id, {@code @} and the
 *     version; none in plans of older versions
 * @param expected what it is held to when it is over
 */
public record Forecast(
    double tokens,
    long steps,
    Range hours,
    Optional<Range> usd,
    Map<String, String> profiles,
    Expected expected) {
  /** The share of a run that a checkpoint may cost: at most this many minutes are lost. */
  private static final double MINUTES = 15;

  private static final double SPOT_MINUTES = 5;

  public Forecast {
    profiles = Collections.unmodifiableMap(new TreeMap<>(profiles));
    if (!(tokens > 0) || steps < 1) {
      throw new IllegalArgumentException(
          "tokens and steps must be positive, was " + tokens + ", " + steps);
    }
  }

  /** Optimizer steps between two checkpoints, so that losing a node loses few minutes. */
  public int saveSteps(boolean spot) {
    double perStep = hours.p50() * 60 / steps;
    double every = (spot ? SPOT_MINUTES : MINUTES) / Math.max(perStep, 1e-9);
    return (int) Math.clamp(Math.round(every), 1, Math.min(steps, Integer.MAX_VALUE));
  }

  /** The estimate as it travels with the job: JSON on one line, ranges as P10, P50 and P90. */
  public String json(Chosen chosen) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("tokens", Math.round(tokens));
    tree.put("steps", steps);
    tree.put("hours", range(hours));
    tree.put("gpuHours", range(hours.times(chosen.gpus())));
    usd.ifPresent(u -> tree.put("usd", range(u)));
    chosen
        .price()
        .ifPresent(p -> {
          tree.put("usdPerHour", rounded(p.jobPerHour()));
          tree.put("currency", "USD");
          tree.put("provider", p.provider());
          tree.put("region", p.region());
          tree.put("instanceType", p.instanceType());
          tree.put("spot", p.spot());
          tree.put("priceDate", p.date());
        });
    tree.put("gpu", chosen.gpu());
    tree.put("gpus", chosen.gpus());
    if (!profiles.isEmpty()) {
      tree.put("profiles", profiles);
    }
    expected.tokensPerSecond().ifPresent(v -> tree.put("tokensPerSecond", rounded(v)));
    expected.perGpu().ifPresent(r -> tree.put("tokensPerSecondPerGpu", range(r)));
    expected.mfu().ifPresent(v -> tree.put("mfu", rounded(v)));
    expected.setupHours().ifPresent(v -> tree.put("setupHours", rounded(v)));
    if (!expected.memoryGiB().isEmpty()) {
      tree.put("memoryGiB", expected.memoryGiB().stream().map(Forecast::rounded).toList());
    }
    expected.peakGiB().ifPresent(r -> tree.put("peakGiB", range(r)));
    if (!expected.learned().isEmpty()) {
      Map<String, Object> learned = new LinkedHashMap<>();
      expected.learned().forEach((k, v) -> learned.put(k, rounded(v)));
      tree.put("learned", learned);
    }
    return JsonText.of(tree);
  }

  private static List<Double> range(Range r) {
    return List.of(rounded(r.p10()), rounded(r.p50()), rounded(r.p90()));
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(6)).doubleValue();
  }
}
