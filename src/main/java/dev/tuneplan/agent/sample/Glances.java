package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.segment.SealedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An attempt's GPUs by their newest rows. Used by one thread. */
public final class Glances {
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final Map<String, Map<Gauge, Spread>> gauges = new LinkedHashMap<>();
  private Instant at = Instant.MIN;

  /** Takes a line of segments, in whatever channel it came. */
  public void add(SealedLine line) {
    RowText.parse(line.tree()).ifPresent(this::row);
    if ("device".equals(line.tree().get("is"))) {
      DeviceText.parse(line.tree()).ifPresent(this::device);
    }
  }

  /** Takes what was told of GPUs, where the lines that say so are not at hand any more. */
  public void know(Event told) {
    for (Glance g : Glance.all(told)) {
      OptionalLong bytes =
          g.ofMiB().isPresent()
              ? OptionalLong.of(Math.round(g.ofMiB().getAsDouble() * (1 << 20)))
              : OptionalLong.empty();
      devices.putIfAbsent(
          g.id(),
          new Device(
              g.id(), g.name(), Device.Kind.GPU, Optional.empty(), bytes, Map.of(), Map.of()));
    }
  }

  void device(Device device) {
    devices.put(device.id(), device);
  }

  /** Of a silence nothing is known. */
  void row(Row row) {
    if (!row.gauges().isEmpty()) {
      gauges.put(row.device(), row.gauges());
      at = row.at();
    }
  }

  /** All of which there is a row, as an event; empty: of none. */
  public Optional<Event> event() {
    List<Object> all = new ArrayList<>();
    devices.forEach((id, device) -> {
      if (device.kind() != Device.Kind.HOST && gauges.containsKey(id)) {
        all.add(Glance.of(device, gauges.getOrDefault(id, Map.of())).tree());
      }
    });
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new Event(at, Glance.GPUS, Map.of(Glance.GPUS, all)));
  }
}
