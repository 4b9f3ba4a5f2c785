package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.segment.SealedLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Adds up an attempt's lines to what its wrapper says of it at the end, wherever they come from and
 * in whatever order their copies come. Used by one thread.
 */
final class Rebuilding {
  private static final double MICROS = 1e6;

  private final Consumer<Row> rows;
  private final Totals totals = new Totals();
  private final Timeline timeline = new Timeline();
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private long last;
  private long missing;
  private long until;
  private boolean ended;

  /**
   * Begins.
   *
   * @param rows takes each row, once
   */
  Rebuilding(Consumer<Row> rows) {
    this.rows = rows;
  }

  /** Takes a line; one that was there before, or is older than the last, is left out. */
  void add(SealedLine line) {
    if (line.seq() <= last) {
      return;
    }
    missing += line.seq() - last - 1;
    last = line.seq();
    Map<String, Object> tree = line.tree();
    RowText.parse(tree)
        .ifPresent(row -> {
          totals.add(row);
          rows.accept(row);
          until = Math.max(until, row.to());
        });
    long at = tree.get("s") instanceof Number n ? Math.round(n.doubleValue() * MICROS) : 0;
    switch (String.valueOf(tree.get("is"))) {
      case "device" -> DeviceText.parse(tree).ifPresent(d -> devices.put(d.id(), d));
      case "phase" ->
          Optional.ofNullable(tree.get("phase"))
              .flatMap(word -> Phase.of(word.toString()))
              .ifPresent(phase -> timeline.begin(phase, at));
      case "end" -> {
        ended = true;
        until = Math.max(until, at);
      }
      default -> {}
    }
    if (tree.containsKey("is")) {
      until = Math.max(until, at);
    }
  }

  /** Whether there was anything. */
  boolean begun() {
    return last > 0;
  }

  /** Empty when every line is there, from the first to the one that ends it. */
  Optional<String> lacks() {
    if (missing > 0) {
      return Optional.of(missing + " lines are missing");
    }
    return ended
        ? Optional.empty()
        : Optional.of("it has no end: at most the last 10 s are not in it");
  }

  /** Microseconds up to which something is known. */
  long until() {
    return until;
  }

  Map<String, Object> usage() {
    return new Usage(totals, timeline.lengths(until), List.copyOf(devices.values()))
        .tree(Measuring.MOST_BYTES);
  }
}
