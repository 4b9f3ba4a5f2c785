package dev.tuneplan.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.Lines;
import dev.tuneplan.agent.segment.SealedLine;
import dev.tuneplan.agent.segment.SegmentReader;
import dev.tuneplan.agent.segment.SegmentWriter;
import dev.tuneplan.agent.ship.Batch;
import dev.tuneplan.agent.ship.Channel;
import dev.tuneplan.agent.ship.HttpChannel;
import dev.tuneplan.agent.ship.Shipper;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pushing and taking, over real connections. */
@Timeout(120)
class IngestTest {
  @TempDir private Path folder;
  private final List<IngestServer> servers = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(IngestServer::close);
  }

  private IngestServer serve(int port, Optional<String> token) throws IOException {
    IngestServer server =
        IngestServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            new Received(folder.resolve("server"), Disk.SYSTEM),
            token);
    servers.add(server);
    return server;
  }

  private static HttpChannel to(IngestServer server, Optional<String> token) {
    return new HttpChannel(URI.create("http://127.0.0.1:" + server.address().getPort()), token);
  }

  private static Batch batch(long after, long last) {
    return new Batch(
        "7f3a",
        "1",
        after,
        Lines.head("7f3a"),
        LongStream.rangeClosed(after + 1, last).mapToObj(Lines::line).toList());
  }

  private List<Long> received(String attempt) throws IOException {
    List<Long> values = new ArrayList<>();
    SegmentReader.read(
        folder.resolve("server/7f3a/attempts").resolve(attempt).resolve("samples"),
        l -> {
          if (l.seq() > 0) {
            values.add(l.seq());
          }
        });
    return values;
  }

  private static List<Long> upTo(long n) {
    return LongStream.rangeClosed(1, n).boxed().toList();
  }

  @Test
  void whatIsSentTwiceIsKeptOnce() throws IOException {
    HttpChannel channel = to(serve(0, Optional.empty()), Optional.empty());
    assertThat(channel.send(batch(0, 5))).isEqualTo(new Channel.Taken());
    assertThat(channel.send(batch(0, 5))).isEqualTo(new Channel.Taken());
    assertThat(channel.send(batch(3, 9))).isEqualTo(new Channel.Taken());
    assertThat(received("1")).isEqualTo(upTo(9));
  }

  @Test
  void whatWouldLeaveAGapIsNotTaken() throws IOException {
    HttpChannel channel = to(serve(0, Optional.empty()), Optional.empty());
    channel.send(batch(0, 5));
    assertThat(channel.send(batch(7, 9))).isEqualTo(new Channel.Behind(5));
    assertThat(received("1")).isEqualTo(upTo(5));
  }

  @Test
  void anotherServerOnTheSameFolderKnowsWhatIsThere() throws IOException {
    to(serve(0, Optional.empty()), Optional.empty()).send(batch(0, 5));
    HttpChannel second = to(serve(0, Optional.empty()), Optional.empty());
    second.send(batch(2, 8));
    assertThat(received("1")).isEqualTo(upTo(8));
  }

  @Test
  void aTokenIsAskedFor() throws IOException {
    IngestServer server = serve(0, Optional.of("secret"));
    assertThat(to(server, Optional.empty()).send(batch(0, 1)))
        .isEqualTo(
            new Channel.Later(
                "it answers 401: {\"error\":\"the bearer token is not that of --token-file\"}"));
    assertThat(to(server, Optional.of("secret")).send(batch(0, 1))).isEqualTo(new Channel.Taken());
    assertThatThrownBy(() ->
            IngestServer.start(
                new InetSocketAddress("0.0.0.0", 0),
                new Received(folder, Disk.SYSTEM),
                Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/api/v1/samples||405",
        "POST|/api/v1/samples|nonsense|400",
        "POST|/api/v1/samples|{\"run\":\"../x\",\"attempt\":\"1\",\"after\":0};HEAD;LINE|400",
        "POST|/api/v1/samples|{\"run\":\"x\",\"attempt\":\"../1\",\"after\":0};HEAD;LINE|400",
        "POST|/api/v1/samples|{\"run\":\"x\",\"attempt\":\"1\",\"after\":0};HEAD;{\"seq\":1}|400",
        "POST|/api/v1/samples|{\"run\":\"x\",\"attempt\":\"1\",\"after\":1};HEAD;LINE|400",
        "POST|/api/v1/samples|{\"run\":\"x\",\"attempt\":\"1\",\"after\":0};HEAD;LINE|200",
        "GET|/healthz||200",
      })
  void answersWithWhatIsWrong(String method, String path, String body, int code) throws Exception {
    IngestServer server = serve(0, Optional.empty());
    String text =
        (body == null ? "" : body)
            .replace(';', '\n')
            .replace("HEAD", Lines.head("x").text())
            .replace("LINE", Lines.line(1).text());
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                  .method(method, HttpRequest.BodyPublishers.ofString(text))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(code);
    }
  }

  private SegmentWriter writer(String attempt) {
    return new SegmentWriter(
        folder.resolve("agent/attempts").resolve(attempt).resolve("samples"),
        Disk.SYSTEM,
        new SegmentWriter.Sizes(500, 100),
        Map.of("run", "7f3a"));
  }

  private Shipper shipper(int port) {
    return new Shipper(
        new Shipper.Origin("7f3a", folder.resolve("agent/attempts"), 0, "samples"),
        new HttpChannel(URI.create("http://127.0.0.1:" + port), Optional.empty()),
        said::add);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  /** Server and sidecar begin anew at any time; the server is away for most of it. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyLineArrivesOnceWhoeverBeginsAnew(long seed) throws IOException {
    Random random = new Random(seed);
    IngestServer server = serve(0, Optional.empty());
    int port = server.address().getPort();
    SegmentWriter writer = writer("1");
    SegmentWriter next = writer("2");
    Shipper shipper = shipper(port);
    for (long i = 1; i <= 100; i++) {
      (i <= 60 ? writer : next).write(Map.of("value", i));
      if (random.nextInt(10) == 0) {
        server.close();
        server = serve(port, Optional.empty());
      } else if (random.nextInt(5) == 0) {
        server.close();
      }
      if (random.nextInt(8) == 0) {
        shipper = shipper(port);
      }
      if (random.nextInt(3) == 0) {
        shipper.round();
      }
    }
    server.close();
    server = serve(port, Optional.empty());
    assertThat(shipper.round()).isEqualTo(Shipper.LOOK);
    assertThat(received("1")).isEqualTo(upTo(60));
    assertThat(received("2")).isEqualTo(upTo(40));
  }

  @Test
  void aServerThatIsAwayIsAskedMoreAndMoreSeldom() throws IOException {
    IngestServer gone = serve(0, Optional.empty());
    gone.close();
    writer("1").write(Map.of("value", 1L));
    Shipper shipper = shipper(gone.address().getPort());
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      pauses.add(shipper.round().toSeconds());
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    assertThat(said).hasSize(1);
    assertThat(said.getFirst()).contains("takes no samples").contains("sent again later");
  }

  @Test
  void aServerThatLostItsDiskGetsAllOfItAgain() throws IOException {
    int port = serve(0, Optional.empty()).address().getPort();
    SegmentWriter writer = writer("1");
    for (long i = 1; i <= 30; i++) {
      writer.write(Map.of("value", i));
    }
    Shipper shipper = shipper(port);
    shipper.round();
    servers.getFirst().close();
    try (var files = Files.walk(folder.resolve("server"))) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    }
    serve(port, Optional.empty());
    writer.write(Map.of("value", 31L));
    shipper.round();
    assertThat(received("1")).isEqualTo(upTo(31));
  }

  @Test
  void aDiskThatTakesNothingIsAskedAgain() throws IOException {
    boolean[] full = {true};
    Disk disk =
        new Disk() {
          @Override
          public Out create(Path file) throws IOException {
            if (full[0]) {
              throw new IOException("No space left on device");
            }
            return Disk.SYSTEM.create(file);
          }

          @Override
          public void rename(Path from, Path to) throws IOException {
            Disk.SYSTEM.rename(from, to);
          }

          @Override
          public void delete(Path file) throws IOException {
            Disk.SYSTEM.delete(file);
          }
        };
    IngestServer server =
        IngestServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Received(folder.resolve("server"), disk),
            Optional.empty());
    servers.add(server);
    HttpChannel channel = to(server, Optional.empty());
    assertThat(channel.send(batch(0, 3)))
        .isEqualTo(
            new Channel.Later(
                "it answers 503: {\"error\":\"the disk does not take it: No space left on"
                    + " device\"}"));
    full[0] = false;
    assertThat(channel.send(batch(0, 3))).isEqualTo(new Channel.Taken());
    assertThat(received("1")).isEqualTo(upTo(3));
  }

  @Test
  void aBatchIsReadAsItWasWritten() {
    Batch batch = batch(3, 7);
    assertThat(Batch.parse(batch.text())).isEqualTo(batch);
    assertThat(batch.lines()).extracting(SealedLine::seq).containsExactly(4L, 5L, 6L, 7L);
  }
}
