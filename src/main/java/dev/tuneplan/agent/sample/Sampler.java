package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.record.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes rows of readings. What a device's counters grew between two of its readings is shared among
 * the phases of that time by their lengths, to the last millijoule, so that all rows of a phase are
 * the phase's totals, and all rows are the attempt's. Used by one thread.
 */
final class Sampler {
  /**
   * The age at which a row is handed on. A kill is to cost ten seconds at most, so two are left for
   * a reading that comes late and a line that is written late, as on a machine that is busy.
   */
  static final Duration ROW = Duration.ofSeconds(8);

  /** At the reading that is nearest to that age: they are a second apart. */
  private static final long FULL_MICROS = 7_500_000;

  private static final long NANOS_PER_MICRO = 1000;

  private final Moment start;
  private final Consumer<Row> out;
  private final Timeline timeline = new Timeline();
  private final Map<String, Track> tracks = new LinkedHashMap<>();

  /** A device's counters, its row, and when it was read last. */
  private static final class Track {
    private final Growth growth = new Growth();
    private Optional<OpenRow> row = Optional.empty();
    private Optional<Long> read = Optional.empty();
  }

  /** From an attempt's start, handing rows on when they are full. */
  Sampler(Moment start, Consumer<Row> out) {
    this.start = start;
    this.out = out;
  }

  /** Microseconds since the start. */
  long micros(Moment at) {
    return Math.max(0, at.since(start).toNanos() / NANOS_PER_MICRO);
  }

  /** A phase begins, and the one before ends. */
  void phase(Phase phase, Moment at) {
    timeline.begin(phase, micros(at));
  }

  /** Takes a reading. Before the first phase there is nothing to count it to. */
  void take(Reading reading) {
    Track track = tracks.computeIfAbsent(reading.device(), d -> new Track());
    long at = micros(reading.at());
    long since = track.read.orElse(at);
    if (!timeline.begun() || at < since) {
      return;
    }
    Growth.Grown grown = track.growth.next(reading);
    List<Timeline.Piece> pieces = timeline.cut(since, at);
    Map<Counter, Long> left = new EnumMap<>(Counter.class);
    left.putAll(grown.counters());
    for (Timeline.Piece piece : pieces) {
      Instant wall = reading.at().wall().minus(at - piece.to(), ChronoUnit.MICROS);
      OpenRow row = open(track, reading.device(), piece, wall);
      Map<Counter, Long> share = new EnumMap<>(Counter.class);
      left.replaceAll((counter, all) -> {
        long part = part(all, piece.length(), at - piece.from());
        share.put(counter, part);
        return all - part;
      });
      row.grow(piece.to(), wall, share);
    }
    OpenRow row = track.row.orElseThrow();
    row.add(reading);
    grown.signs().forEach(row::sign);
    track.read = Optional.of(at);
    if (row.length() >= FULL_MICROS) {
      close(track);
    }
  }

  /** Of what is left of a time, the part that falls into a piece of it. */
  private static long part(long all, long length, long left) {
    return length == left ? all : (long) (all * ((double) length / left));
  }

  private OpenRow open(Track track, String device, Timeline.Piece piece, Instant wall) {
    if (track.row.filter(r -> r.phase() == piece.phase()).isEmpty()) {
      close(track);
      track.row = Optional.of(new OpenRow(device, piece.phase(), piece.from(), wall));
    }
    return track.row.orElseThrow();
  }

  private void close(Track track) {
    track.row.ifPresent(row -> out.accept(row.row()));
    track.row = Optional.empty();
  }

  /** Hands on what is older than a row may be: of a device that is silent nothing else comes. */
  void flush(Moment now) {
    for (Track track : tracks.values()) {
      if (track
          .row
          .filter(r -> micros(now) - r.from() > ROW.toNanos() / NANOS_PER_MICRO)
          .isPresent()) {
        close(track);
      }
    }
  }

  /** Hands on everything. */
  void end() {
    tracks.values().forEach(this::close);
  }

  /** How long each phase was, in microseconds. */
  Map<Phase, Long> lengths(Moment until) {
    return timeline.lengths(micros(until));
  }
}
