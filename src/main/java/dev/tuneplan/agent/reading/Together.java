package dev.tuneplan.agent.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several sources as one. What one of them says of having nothing is said only when all have
 * nothing.
 */
public record Together(List<Source> sources) implements Source {
  public Together {
    sources = List.copyOf(sources);
  }

  @Override
  public Inventory open() {
    List<Inventory> all = sources.stream().map(Source::open).toList();
    List<Device> devices = all.stream().flatMap(i -> i.devices().stream()).toList();
    String says =
        all.stream()
            .filter(i -> devices.isEmpty() || !i.devices().isEmpty())
            .map(Inventory::says)
            .filter(s -> !s.isEmpty())
            .collect(Collectors.joining("; "));
    return new Inventory(devices, says);
  }

  @Override
  public List<Reading> read() {
    List<Reading> all = new ArrayList<>();
    sources.forEach(s -> all.addAll(s.read()));
    return all;
  }
}
