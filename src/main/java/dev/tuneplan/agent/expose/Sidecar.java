package dev.tuneplan.agent.expose;

import dev.tuneplan.agent.record.Attempts;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.segment.SealedLine;
import dev.tuneplan.agent.segment.SegmentTail;
import dev.tuneplan.agent.ship.Channel;
import dev.tuneplan.agent.ship.Shipper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What runs beside a trainer's container: ships its samples to every channel, and keeps what is
 * shown of them. Reads files alone, so that it may be killed and begin anew at any time. Used by
 * one thread, but for {@link #metrics}.
 */
public final class Sidecar {
  private static final Duration MLFLOW = Duration.ofMinutes(1);
  private static final int TAIL_BYTES = 64 << 10;
  private static final int MOST_LINES = 1000;

  private final Shipper.Origin origin;
  private final List<Due> shippers = new ArrayList<>();
  private final Optional<MlflowLog> mlflow;
  private final Consumer<String> say;
  private Optional<Shown> shown = Optional.empty();
  private long mlflowNanos = System.nanoTime();
  private boolean mlflowTold;
  private volatile String metrics = "";

  /** A channel, and when it is its turn. Used by one thread. */
  private static final class Due {
    private final Shipper shipper;
    private long nanos = System.nanoTime();

    private Due(Shipper shipper) {
      this.shipper = shipper;
    }
  }

  /** The newest attempt, as it is read. */
  private record Shown(Path attempt, SegmentTail tail, Latest latest) {}

  /**
   * Begins.
   *
   * @param say takes a sentence for people
   */
  public Sidecar(
      Shipper.Origin origin,
      List<Channel> channels,
      Optional<MlflowLog> mlflow,
      Consumer<String> say) {
    this.origin = origin;
    this.mlflow = mlflow;
    this.say = say;
    channels.forEach(c -> shippers.add(new Due(new Shipper(origin, c, say))));
  }

  /** What is known now, in Prometheus' text format. */
  public String metrics() {
    return metrics;
  }

  /** Does what is due. */
  public void round() {
    long now = System.nanoTime();
    for (Due due : shippers) {
      if (now - due.nanos >= 0) {
        due.nanos = System.nanoTime() + due.shipper.round().toNanos();
      }
    }
    try {
      look();
    } catch (IOException e) {
      say.accept("the samples cannot be read: " + e.getMessage());
    }
    if (mlflow.isPresent() && shown.isPresent() && now - mlflowNanos >= MLFLOW.toNanos()) {
      mlflowNanos = now;
      log(mlflow.get(), shown.get().latest);
    }
  }

  /** Sends what is left, whosever turn it is; those that are away keep the rest in the files. */
  public void last() {
    shippers.forEach(due -> due.shipper.round());
    shown.ifPresent(s -> mlflow.ifPresent(m -> log(m, s.latest)));
  }

  private void log(MlflowLog to, Latest latest) {
    Optional<String> why = to.send(latest, Instant.now());
    if (why.isPresent() && !mlflowTold) {
      say.accept("MLflow takes no metrics: " + why.get());
    }
    mlflowTold = why.isPresent();
  }

  private void look() throws IOException {
    Optional<Path> newest = newest();
    if (newest.isEmpty()) {
      return;
    }
    Path attempt = newest.get();
    if (shown.filter(s -> s.attempt.equals(attempt)).isEmpty()) {
      shown =
          Optional.of(
              new Shown(
                  attempt,
                  new SegmentTail(attempt.resolve(origin.samples()), 0),
                  new Latest(
                      new Latest.Place(
                          origin.run(), attempt.getFileName().toString(), origin.node()))));
    }
    Shown now = shown.orElseThrow();
    for (List<SealedLine> lines = now.tail.next(MOST_LINES);
        !lines.isEmpty();
        lines = now.tail.next(MOST_LINES)) {
      lines.forEach(now.latest::add);
    }
    progress(attempt.resolve("events.jsonl")).ifPresent(now.latest::progress);
    metrics = MetricsText.of(now.latest);
  }

  private Optional<Path> newest() throws IOException {
    String suffix = origin.node() == 0 ? "" : "-node" + origin.node();
    if (!Files.isDirectory(origin.attempts())) {
      return Optional.empty();
    }
    try (var all = Files.list(origin.attempts())) {
      return all.filter(p -> Attempts.number(p) > 0)
          .filter(p -> p.getFileName().toString().equals(Attempts.number(p) + suffix))
          .max((a, b) -> Integer.compare(Attempts.number(a), Attempts.number(b)));
    }
  }

  /** The newest event of progress: it is among the last of them. */
  private static Optional<Event> progress(Path file) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, in.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(l -> l.contains("\"event\":\"progress\""))
          .reduce((a, b) -> b)
          .flatMap(Event::parse);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
