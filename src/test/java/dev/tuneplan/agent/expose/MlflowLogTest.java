package dev.tuneplan.agent.expose;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.SegmentReader;
import dev.tuneplan.agent.segment.SegmentWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a recorder of requests; docs/measuring.md says how it was tried with MLflow itself. */
class MlflowLogTest {
  @TempDir private Path folder;
  private final List<String> requests = new ArrayList<>();
  private Optional<HttpServer> server = Optional.empty();
  private int code = 200;

  @BeforeEach
  void listen() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        x -> {
          requests.add(
              x.getRequestMethod()
                  + " "
                  + x.getRequestURI()
                  + " "
                  + x.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + x.getRequestHeaders().getFirst("Content-Type"));
          requests.add(new String(x.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
          try (x) {
            x.sendResponseHeaders(code, body.length);
            x.getResponseBody().write(body);
          }
        });
    http.start();
    server = Optional.of(http);
  }

  @AfterEach
  void stop() {
    server.ifPresent(s -> s.stop(0));
  }

  private MlflowLog log() {
    return MlflowLog.of(
            Map.of(
                "MLFLOW_TRACKING_URI",
                "http://127.0.0.1:" + server.orElseThrow().getAddress().getPort() + "/",
                "MLFLOW_RUN_ID",
                "abc",
                "MLFLOW_TRACKING_TOKEN",
                "secret"))
        .orElseThrow();
  }

  private Latest latest() throws IOException {
    Latest latest = new Latest(new Latest.Place("7f3a", "1", 0));
    SegmentWriter writer =
        new SegmentWriter(folder, Disk.SYSTEM, SegmentWriter.Sizes.USUAL, Map.of());
    writer.write(Map.of("is", "device", "device", "GPU-1", "name", "H100", "kind", "gpu"));
    writer.write(
        Map.of(
            "row",
            "GPU-1",
            "phase",
            "training",
            "from",
            0.0,
            "to",
            10.0,
            "at",
            "2026-11-25T12:00:00Z",
            "n",
            10L,
            "busy",
            List.of(90.0, 98.25, 100.0),
            "energyJ",
            7200.0));
    SegmentReader.read(folder, latest::add);
    latest.progress(Event.of(Instant.EPOCH, "progress", "step", 42L));
    return latest;
  }

  @Test
  void asksForWhatTheRestApiDocuments() throws IOException {
    assertThat(log().send(latest(), Instant.ofEpochMilli(1_700_000_000_123L))).isEmpty();
    assertThat(requests.getFirst())
        .isEqualTo("POST /api/2.0/mlflow/runs/log-batch Bearer secret application/json");
    assertThat(PythonJson.read(requests.getLast()))
        .isEqualTo(
            Map.of(
                "run_id",
                "abc",
                "metrics",
                List.of(
                    Map.of(
                        "key",
                        "tuneplan/gpu_0/busy_percent",
                        "value",
                        98.25,
                        "timestamp",
                        1_700_000_000_123L,
                        "step",
                        42L),
                    Map.of(
                        "key",
                        "tuneplan/gpu_energy_wh",
                        "value",
                        2.0,
                        "timestamp",
                        1_700_000_000_123L,
                        "step",
                        42L))));
  }

  @Test
  void aRefusalIsSaid() throws IOException {
    code = 404;
    assertThat(log().send(latest(), Instant.EPOCH)).contains("it answers 404: {}");
  }

  @Test
  void isNothingWithoutAServerAndARun() {
    assertThat(MlflowLog.of(Map.of("MLFLOW_TRACKING_URI", "file:///mlruns", "MLFLOW_RUN_ID", "a")))
        .isEmpty();
    assertThat(MlflowLog.of(Map.of("MLFLOW_TRACKING_URI", "http://x"))).isEmpty();
  }

  @Test
  void nothingIsSentBeforeAnythingIsKnown() {
    assertThat(log().send(new Latest(new Latest.Place("7f3a", "1", 0)), Instant.EPOCH)).isEmpty();
    assertThat(requests).isEmpty();
  }
}
