package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.record.TerminationMessage;
import dev.tuneplan.agent.segment.SealedLine;
import dev.tuneplan.agent.segment.SegmentReader;
import dev.tuneplan.agent.ship.LinesChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An attempt's totals out of one channel alone.
 *
 * @param channel which one
 * @param usage seconds, energy, processor time and means by phase, as the wrapper says them
 * @param lacks why it is not all; empty: nothing is missing
 * @param until seconds since the attempt's start up to which something is known
 */
public record Rebuilt(
    Channel channel, Map<String, Object> usage, Optional<String> lacks, double until) {
  private static final double MICROS = 1e6;

  /** Where totals may come from, the best first. */
  public enum Channel {
    /** The wrapper's own files. */
    SEGMENTS("segments"),
    /** What a sidecar shipped: lines of output, or a server's files. */
    SHIPPED("shipped lines"),
    /** The container's termination message, or the event of the end. */
    LAST_WORDS("last words");

    private final String words;

    Channel(String words) {
      this.words = words;
    }

    /** As people are told. */
    public String words() {
      return words;
    }
  }

  public Rebuilt {
    usage = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(usage));
  }

  /** From a folder of segments, a wrapper's or a server's; empty when it has no line. */
  public static Optional<Rebuilt> ofSegments(Channel channel, Path folder) throws IOException {
    return ofSegments(channel, folder, row -> {});
  }

  /**
   * The same.
   *
   * @param rows takes each row, once and in order
   */
  public static Optional<Rebuilt> ofSegments(Channel channel, Path folder, Consumer<Row> rows)
      throws IOException {
    Rebuilding all = new Rebuilding(rows);
    SegmentReader.read(folder, all::add);
    return of(channel, all);
  }

  /** From a log among whose lines a sidecar's are, by attempt in order. */
  public static Map<String, Rebuilt> ofLog(Stream<String> log) {
    return ofLog(log, (attempt, row) -> {});
  }

  /**
   * The same.
   *
   * @param rows takes each row with its attempt, once and in the attempt's order
   */
  public static Map<String, Rebuilt> ofLog(Stream<String> log, BiConsumer<String, Row> rows) {
    Map<String, TreeMap<Long, SealedLine>> attempts = new TreeMap<>();
    log.forEach(text -> {
      int at = text.indexOf(LinesChannel.TAG + " ");
      String[] words = at < 0 ? new String[0] : text.substring(at).split(" ", 4);
      if (words.length == 4) {
        SealedLine.parse(words[3].stripTrailing())
            .ifPresent(line ->
                attempts.computeIfAbsent(words[2], a -> new TreeMap<>()).put(line.seq(), line));
      }
    });
    Map<String, Rebuilt> found = new LinkedHashMap<>();
    attempts.forEach((attempt, lines) -> {
      Rebuilding all = new Rebuilding(row -> rows.accept(attempt, row));
      lines.values().forEach(all::add);
      of(Channel.SHIPPED, all).ifPresent(r -> found.put(attempt, r));
    });
    return found;
  }

  private static Optional<Rebuilt> of(Channel channel, Rebuilding all) {
    return all.begun()
        ? Optional.of(new Rebuilt(channel, all.usage(), all.lacks(), all.until() / MICROS))
        : Optional.empty();
  }

  /** From a termination message; empty when it says nothing of the kind. */
  public static Optional<Rebuilt> ofLastWords(String message) {
    return TerminationMessage.read(message).get("usage") instanceof Map<?, ?> usage
        ? ofUsage(usage)
        : Optional.empty();
  }

  /** From what the wrapper said of it. */
  public static Optional<Rebuilt> ofUsage(Map<?, ?> said) {
    if (!(said.get("s") instanceof List<?> seconds)) {
      return Optional.empty();
    }
    Map<String, Object> usage = new LinkedHashMap<>();
    said.forEach((key, value) -> {
      if (value != null && !"segments".equals(key)) {
        usage.put(String.valueOf(key), value);
      }
    });
    double until =
        seconds.stream().mapToDouble(v -> v instanceof Number n ? n.doubleValue() : 0).sum();
    return Optional.of(new Rebuilt(Channel.LAST_WORDS, usage, Optional.empty(), until));
  }

  /** The best of several: what lacks nothing, then what reaches furthest, then the channel. */
  public static Optional<Rebuilt> best(List<Rebuilt> all) {
    return all.stream()
        .min(
            Comparator.comparing((Rebuilt r) -> r.lacks.isPresent())
                .thenComparing(r -> r.lacks.isPresent() ? -r.until : 0)
                .thenComparing(Rebuilt::channel));
  }
}
