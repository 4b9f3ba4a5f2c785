package dev.tuneplan.agent.nvml;

import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import dev.tuneplan.agent.record.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every NVIDIA GPU that this process may see. That there is no library, no driver or no GPU is an
 * inventory without devices. A driver that goes away and comes back is opened again. Used by one
 * thread.
 */
public final class NvmlSource implements Source {
  private static final int SELDOM = 10;

  private final List<String> places;
  private Optional<Nvml> nvml = Optional.empty();
  private List<Gpu> gpus = List.of();
  private Optional<Xids> xids = Optional.empty();
  private long reading;
  private int nothing;

  /** With the library of this machine. */
  public NvmlSource() {
    this(Library.PLACES);
  }

  /** With the library that is in one of these places, or by one of these names. */
  NvmlSource(List<String> places) {
    this.places = List.copyOf(places);
  }

  @Override
  public Inventory open() {
    nvml = Library.open(places).map(Nvml::new);
    if (nvml.isEmpty()) {
      return new Inventory(List.of(), "no NVIDIA driver here (no " + places.getFirst() + ")");
    }
    Status status = nvml.get().init();
    if (!status.ok()) {
      return new Inventory(List.of(), "NVML does not begin: " + status.words());
    }
    find(nvml.get());
    List<Device> devices = gpus.stream().map(Gpu::device).toList();
    return new Inventory(devices, devices.isEmpty() ? "NVML sees no GPU" : "");
  }

  private void find(Nvml found) {
    gpus = new Enumeration(found, SELDOM).gpus();
    Xids events = new Xids(found);
    events.open(gpus.stream().filter(g -> g.parent().isEmpty()).map(Gpu::handle).toList());
    xids = Optional.of(events);
  }

  @Override
  public List<Reading> read() {
    if (nvml.isPresent() && nothing >= SELDOM) {
      again(nvml.get());
    }
    Map<Long, List<Long>> errors = xids.map(Xids::take).orElse(Map.of());
    List<Reading> readings = new ArrayList<>();
    for (Gpu gpu : gpus) {
      Moment at = Moment.now();
      Found found = gpu.read(reading, at);
      errors.getOrDefault(gpu.handle(), List.of()).forEach(x -> found.sign("xid " + x));
      readings.add(found.reading(gpu.uuid(), at));
    }
    reading++;
    nothing = !gpus.isEmpty() && readings.stream().allMatch(Reading::empty) ? nothing + 1 : 0;
    return readings;
  }

  /** After a reload of the driver, handles of before are worth nothing. */
  private void again(Nvml found) {
    nothing = 0;
    found.shutdown();
    if (found.init().ok()) {
      List<Gpu> before = gpus;
      find(found);
      gpus = gpus.isEmpty() ? before : gpus;
    }
  }
}
