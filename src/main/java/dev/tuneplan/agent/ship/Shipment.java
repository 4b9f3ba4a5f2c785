package dev.tuneplan.agent.ship;

import dev.tuneplan.agent.segment.SealedLine;
import dev.tuneplan.agent.segment.SegmentTail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One attempt's lines on their way to one channel. How far it is is kept in a file beside them, so
 * that it goes on there after a kill; what is sent twice the other side takes once. Used by one
 * thread.
 */
public final class Shipment {
  private static final int MOST_LINES = 500;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final String run;
  private final Path attempt;
  private final Path samples;
  private final Channel channel;
  private final Path cursor;
  private SegmentTail tail;
  private Optional<Batch> pending = Optional.empty();
  private Duration pause = Duration.ZERO;
  private long after;

  /** What a round did. */
  public sealed interface Round {}

  /** It sent something, and there may be more. */
  public record Sent(int lines) implements Round {}

  /** There is nothing to send. */
  public record Idle() implements Round {}

  /** Nobody took it; to be tried again after so long. */
  public record Refused(String why, Duration pause) implements Round {}

  /**
   * Of an attempt's folder.
   *
   * @param samples its folder of segments
   */
  public Shipment(String run, Path attempt, Path samples, Channel channel) {
    this.run = run;
    this.attempt = attempt;
    this.samples = samples;
    this.channel = channel;
    // each server has its own
    this.cursor =
        attempt.resolve("shipped-" + Integer.toHexString(channel.name().hashCode()) + ".txt");
    this.after = kept();
    this.tail = new SegmentTail(samples, after);
  }

  /** Sends what there is, as much as goes into one batch. */
  public Round round() throws IOException {
    if (pending.isEmpty()) {
      List<SealedLine> lines = tail.next(MOST_LINES);
      Optional<SealedLine> head = tail.head();
      if (lines.isEmpty() || head.isEmpty()) {
        return new Idle();
      }
      pending =
          Optional.of(new Batch(run, attempt.getFileName().toString(), after, head.get(), lines));
    }
    Batch batch = pending.get();
    return switch (channel.send(batch)) {
      case Channel.Taken() -> {
        go(batch.last());
        pause = Duration.ZERO;
        yield new Sent(batch.lines().size());
      }
      case Channel.Behind(long last) when last < after -> {
        // the server lost its disk, or another one has its address
        go(last);
        tail = new SegmentTail(samples, last);
        yield new Sent(0);
      }
      case Channel.Behind(long last) -> wait("it lacks nothing, and takes nothing: " + last);
      case Channel.Later(String why) -> wait(why);
    };
  }

  private Round wait(String why) {
    Duration twice = pause.multipliedBy(2);
    pause =
        twice.compareTo(SHORTEST) < 0 ? SHORTEST : twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return new Refused(why, pause);
  }

  private void go(long to) {
    after = to;
    pending = Optional.empty();
    try {
      Path fresh = Files.writeString(attempt.resolve(cursor.getFileName() + ".new"), to + "\n");
      Files.move(fresh, cursor, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // a full disk: after a kill more is sent again, and taken once
      return;
    }
  }

  private long kept() {
    try {
      String text = new String(Files.readAllBytes(cursor), StandardCharsets.US_ASCII).strip();
      return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
