package dev.tuneplan.agent.expose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.SegmentWriter;
import dev.tuneplan.agent.ship.LinesChannel;
import dev.tuneplan.agent.ship.Shipper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the files of a run to what Prometheus reads; dev/metrics gives it to Prometheus' parser. */
class MetricsTextTest {
  private static final Path KEPT = Path.of("src/test/resources/metrics/metrics.txt");

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static Map<String, Object> device(String id, String kind, String name) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("is", "device");
    tree.put("device", id);
    tree.put("name", name);
    tree.put("kind", kind);
    return tree;
  }

  private static Map<String, Object> row(String device, Object... pairs) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("row", device);
    tree.put("phase", "training");
    tree.put("from", 0.0);
    tree.put("to", 10.0);
    tree.put("at", "2026-11-25T12:00:00Z");
    tree.put("n", 10L);
    for (int i = 0; i < pairs.length; i += 2) {
      tree.put((String) pairs[i], pairs[i + 1]);
    }
    return tree;
  }

  private void write() throws IOException {
    SegmentWriter writer =
        new SegmentWriter(
            folder.resolve("attempts/2/samples"),
            Disk.SYSTEM,
            SegmentWriter.Sizes.USUAL,
            Map.of("run", "7f3a"));
    writer.write(device("host", "host", "AMD EPYC \"9\" \\ 64-Core"));
    writer.write(device("GPU-1", "gpu", "NVIDIA H100 80GB HBM3"));
    writer.write(Map.of("is", "phase", "phase", "training", "s", 0.0));
    writer.write(
        row("host", "rssMiB", List.of(1.0, 2048.0, 4096.0), "treeCpuS", 12.5, "oomKills", 0L));
    for (int i = 0; i < 2; i++) {
      writer.write(
          row(
              "GPU-1",
              "busy",
              List.of(90.0, 98.25, 100.0),
              "memMiB",
              List.of(70000.0, 70012.0, 70020.0),
              "powerW",
              List.of(600.0, 644.8, 690.0),
              "energyJ",
              6448.0));
    }
    writer.force();
    Files.createDirectories(folder.resolve("attempts/1"));
    Files.writeString(
        folder.resolve("attempts/2/events.jsonl"),
        """
        {"at":"2026-11-25T12:00:01Z","event":"progress","step":3,"loss":2.5}
        {"at":"2026-11-25T12:00:06Z","event":"progress","step":7,"total":500,"loss":"NaN","tokensPerSecond":15800.5}
        {"at":"2026-11-25T12:00:07Z","event":"alive","outp\
        """);
  }

  private Sidecar sidecar() {
    return new Sidecar(
        new Shipper.Origin("7f3a", folder.resolve("attempts"), 0, "samples"),
        List.of(new LinesChannel(out)),
        Optional.empty(),
        said::add);
  }

  @Test
  void isWhatWasReviewed() throws IOException {
    write();
    Sidecar sidecar = sidecar();
    sidecar.round();
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(KEPT.getParent());
      Files.writeString(KEPT, sidecar.metrics());
    }
    assertThat(sidecar.metrics()).isEqualTo(Files.readString(KEPT));
    assertThat(out.toString().lines()).hasSize(7).allMatch(l -> l.startsWith("tuneplan-sample "));
    assertThat(said).isEmpty();
  }

  @Test
  void isServed() throws Exception {
    try (MetricsServer server =
            MetricsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> "a 1\n");
        HttpClient client = HttpClient.newHttpClient()) {
      Map<String, String> said = new LinkedHashMap<>();
      for (String path : List.of("/metrics", "/healthz", "/ready", "/nowhere")) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        said.put(path, answer.statusCode() + " " + answer.body().lines().findFirst().orElse(""));
      }
      assertThat(said)
          .containsEntry("/metrics", "200 a 1")
          .containsEntry("/healthz", "200 ok")
          .containsEntry("/ready", "200 ok");
      assertThat(said.get("/nowhere")).startsWith("404");
    }
  }

  @Test
  void aSidecarBeforeTheFirstAttemptHasNothingToShow() {
    Sidecar sidecar = sidecar();
    sidecar.round();
    assertThat(sidecar.metrics()).isEmpty();
  }
}
