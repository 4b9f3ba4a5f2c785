package dev.tuneplan.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.Lines;
import dev.tuneplan.agent.segment.SegmentReader;
import dev.tuneplan.agent.segment.SegmentWriter;
import dev.tuneplan.agent.ship.HttpChannel;
import dev.tuneplan.agent.ship.Shipper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forty real kills of a sender while lines are written, with a server that is away now and then.
 */
@Timeout(600)
class ShipKillTest {
  private static final int KILLS = 40;

  @TempDir private Path folder;

  private IngestServer serve(int port) throws IOException {
    return IngestServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        new Received(folder.resolve("server"), Disk.SYSTEM),
        Optional.empty());
  }

  @Test
  void everyLineArrivesOnceHoweverOftenTheSenderIsKilled() throws Exception {
    Random random = new Random(7);
    IngestServer server = serve(0);
    int port = server.address().getPort();
    Path attempts = folder.resolve("attempts");
    SegmentWriter writer =
        new SegmentWriter(
            attempts.resolve("1/samples"),
            Disk.SYSTEM,
            new SegmentWriter.Sizes(3000, 100),
            Map.of("run", "7f3a"));
    long written = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process victim = victim(attempts, port);
      try (BufferedReader said = victim.inputReader()) {
        for (int left = random.nextInt(40); left > 0; left--) {
          writer.write(Map.of("value", ++written));
          if (random.nextInt(3) == 0) {
            assertThat(said.readLine()).isEqualTo("round");
          }
          if (random.nextInt(60) == 0) {
            server.close();
            server = serve(port);
          }
        }
        victim.toHandle().destroyForcibly();
        victim.waitFor();
      }
    }
    new Shipper(
            new Shipper.Origin("7f3a", attempts, 0, "samples"),
            new HttpChannel(URI.create("http://127.0.0.1:" + port), Optional.empty()),
            text -> {})
        .round();
    server.close();
    List<Long> received = new ArrayList<>();
    SegmentReader.Found found =
        SegmentReader.read(
            folder.resolve("server/7f3a/attempts/1/samples"),
            l -> {
              if (l.seq() > 0) {
                received.add((Long) l.tree().get("value"));
              }
            });
    assertThat(received).isEqualTo(Lines.upTo(written));
    assertThat(found.missing()).isZero();
  }

  private static Process victim(Path attempts, int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            ShipVictim.class.getName(),
            attempts.toString(),
            Integer.toString(port))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
