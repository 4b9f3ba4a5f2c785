package dev.tuneplan.agent.expose;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.sample.DeviceText;
import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.agent.sample.RowText;
import dev.tuneplan.agent.sample.Totals;
import dev.tuneplan.agent.segment.SealedLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** An attempt by its newest rows, and by what they add up to. Used by one thread. */
public final class Latest {
  private final Totals totals = new Totals();
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final Place place;
  private Optional<Event> progress = Optional.empty();
  private Optional<String> phase = Optional.empty();

  /**
   * Whose rows.
   *
   * @param attempt the name of its folder
   */
  public record Place(String run, String attempt, int node) {}

  /** Of an attempt of which nothing is known yet. */
  public Latest(Place place) {
    this.place = place;
  }

  /** Takes the next line. */
  public void add(SealedLine line) {
    RowText.parse(line.tree())
        .ifPresent(row -> {
          totals.add(row);
          rows.put(row.device(), row);
        });
    switch (String.valueOf(line.tree().get("is"))) {
      case "device" -> DeviceText.parse(line.tree()).ifPresent(d -> devices.put(d.id(), d));
      case "phase" -> phase = Optional.ofNullable(line.tree().get("phase")).map(Object::toString);
      default -> {}
    }
  }

  /** Takes the newest event of progress. */
  public void progress(Event event) {
    progress = Optional.of(event);
  }

  Place place() {
    return place;
  }

  Map<String, Device> devices() {
    return devices;
  }

  /** The mean of a value in a device's newest row. */
  OptionalDouble gauge(String device, Gauge gauge) {
    return Optional.ofNullable(rows.get(device))
        .flatMap(row -> Optional.ofNullable(row.gauges().get(gauge)))
        .map(spread -> OptionalDouble.of(spread.mean()))
        .orElse(OptionalDouble.empty());
  }

  /** How much a counter grew since the attempt began. */
  OptionalLong counter(String device, Counter counter) {
    return totals.counter(device, counter);
  }

  Optional<String> phase() {
    return phase;
  }

  OptionalDouble progress(String key) {
    return progress.map(e -> e.number(key)).orElse(OptionalDouble.empty());
  }
}
