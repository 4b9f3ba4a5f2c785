package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import dev.tuneplan.agent.record.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Measures one command from its start to its end, without a folder: the tree of processes often
 * while the command is young, then four times a second, as the GPUs. Used by one thread.
 */
public final class Measurement {
  /** A command has no phases that anybody could tell: all of it is one. */
  private static final Phase ALL = Phase.TRAINING;

  private static final long EVERY_MILLIS = 250;
  private static final long FIRST_MILLIS = 10;

  /** So much of a command's life is between two looks at its processes, while that is short. */
  private static final long PART = 20;

  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final double NANOS = 1e9;

  private final Totals totals = new Totals();
  private final List<Device> devices = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Moment start = Moment.now();
  private final Sampler sampler = new Sampler(start, totals::add);
  private final Sources host;
  private final Sources gpus;

  /**
   * What a command took.
   *
   * @param exit its exit code; 128 and a signal's number when that ended it
   * @param wallSeconds from its start to its end
   * @param notes what could not be read, and why
   */
  public record Measured(
      int exit, double wallSeconds, Totals totals, List<Device> devices, List<String> notes) {
    public Measured {
      devices = List.copyOf(devices);
      notes = List.copyOf(notes);
    }

    /** How much a counter of the machine grew; empty where it cannot be read. */
    public OptionalLong host(Counter counter) {
      return totals.counter(Device.HOST, counter);
    }

    /** How a value of the machine was spread; empty when no process was there at any look. */
    public Optional<Spread> host(Gauge gauge) {
      return totals
          .gauge(Device.HOST, Gauge.PROCESSES)
          .filter(s -> s.max() > 0)
          .flatMap(s -> totals.gauge(Device.HOST, gauge));
    }
  }

  private Measurement(Source host, Source gpus) {
    Sources.Listener listener =
        new Sources.Listener() {
          @Override
          public void opened(Device device) {
            devices.add(device);
          }

          @Override
          public void read(Reading reading) {
            sampler.take(reading);
          }

          @Override
          public void note(String text) {
            notes.add(text);
          }
        };
    this.host = new Sources(Map.of("host", host), listener);
    this.gpus = new Sources(Map.of("gpu", gpus), listener);
    sampler.phase(ALL, start);
  }

  /**
   * Reads what there is before the command starts.
   *
   * @param host of which the descendants of this process are read
   */
  public static Measurement begin(Source host, Source gpus) throws InterruptedException {
    Measurement begun = new Measurement(host, gpus);
    begun.gpus.read(PATIENCE);
    begun.host.read(PATIENCE);
    return begun;
  }

  /** Follows the command to its end. */
  public Measured follow(Process command, Moment begun) throws InterruptedException {
    long lastGpus = System.nanoTime();
    while (!command.waitFor(pause(Moment.now().since(begun)), TimeUnit.MILLISECONDS)) {
      host.read(PATIENCE);
      if (System.nanoTime() - lastGpus >= TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS)) {
        lastGpus = System.nanoTime();
        gpus.read(PATIENCE);
      }
      sampler.flush(Moment.now());
    }
    double seconds = Moment.now().since(begun).toNanos() / NANOS;
    host.read(PATIENCE);
    gpus.read(PATIENCE);
    sampler.end();
    host.close();
    gpus.close();
    return new Measured(command.exitValue(), seconds, totals, devices, notes);
  }

  private static long pause(Duration age) {
    return Math.clamp(age.toMillis() / PART, FIRST_MILLIS, EVERY_MILLIS);
  }
}
