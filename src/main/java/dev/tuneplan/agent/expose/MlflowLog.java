package dev.tuneplan.agent.expose;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.ship.Post;
import dev.tuneplan.files.JsonText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Logs into the run of MLflow that the trainer uses, by {@code runs/log-batch} (mlflow.org, REST
 * API, "Log Batch": at most 1000 metrics; read 2026-11-25). What a server that is away does not get
 * is not sent again: the segments are the ledger.
 *
 * @param server its address
 * @param run the id of its run
 * @param token sent as a bearer's; empty: none
 */
public record MlflowLog(URI server, String run, Optional<String> token) {
  private static final int MOST = 1000;
  private static final double JOULES_PER_WATT_HOUR = 3600;

  /** By the variables that MLflow's own client reads; empty when they name no server and run. */
  public static Optional<MlflowLog> of(Map<String, String> env) {
    String server = env.getOrDefault("MLFLOW_TRACKING_URI", "");
    String run = env.getOrDefault("MLFLOW_RUN_ID", "");
    return server.matches("https?://.+") && !run.isBlank()
        ? Optional.of(
            new MlflowLog(
                URI.create(server),
                run,
                Optional.ofNullable(env.get("MLFLOW_TRACKING_TOKEN")).filter(t -> !t.isBlank())))
        : Optional.empty();
  }

  /** Sends what is known now; why it was not taken, or empty. */
  public Optional<String> send(Latest latest, Instant now) {
    List<Object> metrics = metrics(latest, now);
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    token.ifPresent(t -> headers.put("Authorization", "Bearer " + t));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("run_id", run);
    body.put("metrics", metrics);
    URI to =
        URI.create(server.toString().replaceFirst("/+$", "") + "/api/2.0/mlflow/runs/log-batch");
    try {
      Post.Answer answer =
          new Post(to, headers).send(JsonText.of(body).getBytes(StandardCharsets.UTF_8));
      return answer.code() == 200
          ? Optional.empty()
          : Optional.of("it answers " + answer.code() + ": " + answer.text());
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<Object> metrics(Latest latest, Instant now) {
    long step = (long) latest.progress("step").orElse(0);
    List<Object> metrics = new ArrayList<>();
    double wattHours = 0;
    int gpu = 0;
    for (Device device : latest.devices().values()) {
      if (device.kind() == Device.Kind.HOST) {
        latest
            .gauge(device.id(), Gauge.RESIDENT)
            .ifPresent(v -> metrics.add(metric("tuneplan/trainer_rss_mib", v, now, step)));
        continue;
      }
      String prefix = "tuneplan/gpu_" + gpu++ + "/";
      Map<Gauge, String> names =
          Map.of(Gauge.BUSY, "busy_percent", Gauge.MEMORY, "memory_mib", Gauge.POWER, "power_w");
      for (Gauge gauge : List.of(Gauge.BUSY, Gauge.MEMORY, Gauge.POWER)) {
        latest
            .gauge(device.id(), gauge)
            .ifPresent(v -> metrics.add(metric(prefix + names.get(gauge), v, now, step)));
      }
      wattHours +=
          (double) latest.counter(device.id(), Counter.ENERGY).orElse(0)
              / Counter.ENERGY.perUnit()
              / JOULES_PER_WATT_HOUR;
    }
    if (gpu > 0) {
      metrics.add(metric("tuneplan/gpu_energy_wh", wattHours, now, step));
    }
    return metrics.subList(0, Math.min(MOST, metrics.size()));
  }

  private static Map<String, Object> metric(String key, double value, Instant now, long step) {
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("key", key);
    metric.put("value", value);
    metric.put("timestamp", now.toEpochMilli());
    metric.put("step", step);
    return metric;
  }
}
