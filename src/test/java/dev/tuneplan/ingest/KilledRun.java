package dev.tuneplan.ingest;

import dev.tuneplan.agent.nvml.FakeNvml;
import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.agent.record.ProcessMark;
import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.agent.sample.RowText;
import dev.tuneplan.agent.sample.Totals;
import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.SegmentReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A wrapper, its trainer and a sidecar, in processes of their own, and a server to which the
 * sidecar pushes. The stub of NVML counts how often its first GPU is read, so that what a kill
 * costs is known in readings, on however slow a machine.
 */
final class KilledRun implements AutoCloseable {
  private static final String GPU = "GPU-00000000-stub";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  final Process wrapper;
  private final Path folder;
  private final Path nvml;
  private final int port;
  private Process sidecar;
  private IngestServer server;

  /** What lines there are, and what they add up to. */
  record Lines(List<String> texts, Totals totals, long gpuReadings, SegmentReader.Found found) {}

  /** With a trainer that does nothing. */
  KilledRun(Path folder) throws IOException {
    this(folder, List.of(), List.of("sleep", "1000"));
  }

  /**
   * With a trainer.
   *
   * @param within words before the wrapper's own
   */
  KilledRun(Path folder, List<String> within, List<String> trainer) throws IOException {
    this.folder = folder;
    this.nvml = Files.createDirectories(folder.resolve("nvml"));
    new FakeNvml(nvml).plays("count", "gpus 2", "gpu * power 0:110000 5:650000");
    this.server = serve(0);
    this.port = server.address().getPort();
    this.sidecar = serveBeside();
    List<String> more = new ArrayList<>(List.of("--done", "exit-code", "--termination-log"));
    more.addAll(List.of(lastWords().toString(), "--"));
    more.addAll(trainer);
    this.wrapper = start(within, "run", more);
  }

  private Process serveBeside() throws IOException {
    return start(
        List.of(), "serve", List.of("--listen", "127.0.0.1:0", "--to", "http://127.0.0.1:" + port));
  }

  /** A command of the agent on this run's folder. */
  private Process start(List<String> within, String command, List<String> more) throws IOException {
    List<String> words = new ArrayList<>(within);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx48m"));
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.addAll(
        List.of("dev.tuneplan.cli.AgentMain", "agent", command, "--dir", run().toString()));
    words.addAll(more);
    File said = folder.resolve(command + ".txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(said));
    builder.environment().put("LD_LIBRARY_PATH", nvml.toString());
    return builder.start();
  }

  private IngestServer serve(int at) throws IOException {
    return IngestServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), at),
        new Received(folder.resolve("server"), Disk.SYSTEM),
        Optional.empty());
  }

  private Path run() {
    return folder.resolve("run");
  }

  Path lastWords() {
    return folder.resolve("last-words");
  }

  /** How often the first GPU was read. */
  long readings() {
    File counted = nvml.resolve("gpus.reads").toFile();
    return counted.length();
  }

  /** Waits until it was read so often. */
  void read(long times) {
    await(() -> readings() >= times || !wrapper.isAlive());
  }

  void killWrapper() throws IOException, InterruptedException {
    ProcessHandle trainer = trainer();
    wrapper.destroyForcibly().waitFor();
    trainer.destroyForcibly();
  }

  void killTrainer() throws IOException, InterruptedException {
    trainer().destroyForcibly();
    wrapper.waitFor();
  }

  void killSidecar() throws IOException, InterruptedException {
    sidecar.destroyForcibly().waitFor();
    sidecar = serveBeside();
  }

  /** Asks the wrapper to end. */
  void end() throws InterruptedException {
    wrapper.destroy();
    wrapper.waitFor();
  }

  ProcessHandle trainer() throws IOException {
    await(() -> trainers().findAny().isPresent());
    return trainers().findAny().flatMap(p -> ProcessHandle.of(p.pid())).orElseThrow();
  }

  private Stream<ProcessMark> trainers() {
    try {
      return EventLog.read(run().resolve("attempts/1/events.jsonl")).stream()
          .filter(e -> e.kind().equals("trainer"))
          .flatMap(e -> Optional.ofNullable(e.data().get("process")).stream())
          .flatMap(p -> ProcessMark.parse(p).stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stopServer() {
    server.close();
  }

  void startServer() throws IOException {
    server = serve(port);
  }

  /** The wrapper's own lines. */
  Lines own() throws IOException {
    return lines(run());
  }

  /** Those that the server has, once there are so many. */
  Lines received(long lines) throws IOException {
    Path there = folder.resolve("server/run");
    await(() -> {
      try {
        return lines(there).texts().size() >= lines;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    return lines(there);
  }

  private static Lines lines(Path run) throws IOException {
    List<String> texts = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    SegmentReader.Found found =
        SegmentReader.read(
            run.resolve("attempts/1/samples"),
            line -> {
              if (line.seq() > 0) {
                texts.add(line.text());
                RowText.parse(line.tree()).ifPresent(rows::add);
              }
            });
    long readings = rows.stream().filter(r -> r.device().equals(GPU)).mapToLong(Row::count).sum();
    Totals totals = new Totals();
    rows.forEach(totals::add);
    return new Lines(texts, totals, readings, found);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited three minutes for something that did not come");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Override
  public void close() {
    sidecar.destroyForcibly();
    wrapper.destroyForcibly();
    server.close();
  }
}
