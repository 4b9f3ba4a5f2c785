package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.reading.Apart;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sources, each on a thread of its own; says once when one falls silent, answers again or breaks.
 * Used by one thread.
 */
final class Sources implements AutoCloseable {
  /** A driver that nobody used for a while takes seconds to wake its GPUs. */
  private static final Duration OPENING = Duration.ofSeconds(2);

  private final List<Watched> all = new ArrayList<>();
  private final Listener listener;

  /** Takes what they tell, on the thread that asks. */
  interface Listener {
    /** A device is there. */
    void opened(Device device);

    /** It was read. */
    void read(Reading reading);

    /** A sentence for people. */
    void note(String text);
  }

  /** A source, and whether it is silent. Used by one thread. */
  private static final class Watched {
    private final String name;
    private final Apart apart;
    private boolean opened;
    private boolean silent;
    private boolean broken;

    private Watched(String name, Apart apart) {
      this.name = name;
      this.apart = apart;
    }
  }

  /**
   * Begins to open them.
   *
   * @param sources by name
   */
  Sources(Map<String, Source> sources, Listener listener) {
    this.listener = listener;
    sources.forEach((name, source) -> all.add(new Watched(name, Apart.start(name, source))));
  }

  /** Reads all of them, and waits for each no longer than that. */
  void read(Duration patience) throws InterruptedException {
    for (Watched source : all) {
      if (!source.broken && said(source, source.apart.ask(source.opened ? patience : OPENING))) {
        said(source, source.apart.ask(patience));
      }
    }
  }

  /** Whether it has just opened, and was not read yet. */
  private boolean said(Watched source, Apart.Said said) {
    if (source.silent && !(said instanceof Apart.Silent)) {
      source.silent = false;
      listener.note(source.name + " answers again");
    }
    switch (said) {
      case Apart.Opened(Source.Inventory inventory) -> {
        source.opened = true;
        if (!inventory.says().isEmpty()) {
          listener.note(inventory.says());
        }
        inventory.devices().forEach(listener::opened);
      }
      case Apart.Read(List<Reading> readings) -> readings.forEach(listener::read);
      case Apart.Silent(Duration since) -> {
        if (!source.silent && since.compareTo(Sampler.ROW) > 0) {
          source.silent = true;
          listener.note(source.name + " has not answered for " + since.toSeconds() + " s");
        }
      }
      case Apart.Broken(String why) -> {
        source.broken = true;
        listener.note(source.name + " is not read any more: " + why);
      }
    }
    return said instanceof Apart.Opened;
  }

  @Override
  public void close() {
    all.forEach(s -> s.apart.close());
  }
}
