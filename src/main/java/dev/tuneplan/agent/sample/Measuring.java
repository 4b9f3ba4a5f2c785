package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Meter;
import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.Sight;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.Moment;
import dev.tuneplan.agent.segment.Recorder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures an attempt on threads of its own: whoever tells it something waits for nothing. Rows go
 * to a recorder, totals into the last words.
 */
public final class Measuring implements Meter {
  /** Leaves the outcome, the error and the progress room in 4096 bytes. */
  static final int MOST_BYTES = 3000;

  private static final long STACK_BYTES = 256 << 10;

  /** A driver that answers later than this does not hold up the others' readings. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** After the trainer's end, and within a pod's grace period. */
  private static final Duration LAST_READ = Duration.ofSeconds(1);

  private static final Duration LAST_WRITE = Duration.ofSeconds(4);
  private static final Duration ALL = Duration.ofSeconds(12);

  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private final CompletableFuture<Map<String, Object>> totals = new CompletableFuture<>();
  private final Recorder recorder;
  private final Sources sources;
  private final Totals sums = new Totals();
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final Sampler sampler;
  private final Window window;
  private Phase phase = Phase.SETUP;
  private volatile Sight sight = Sight.NONE;
  private final Glances glances = new Glances();
  private volatile Map<String, Object> glance = Map.of();
  private Moment clock;

  /** What its thread does next. */
  private interface Task {
    /** Whether it was the last. */
    boolean run() throws InterruptedException;
  }

  private Measuring(
      Moment start, Map<String, Source> sources, Recorder recorder, Duration suspicion) {
    this.clock = start;
    this.window = new Window(suspicion);
    this.recorder = recorder;
    this.sampler = new Sampler(start, this::row);
    this.sources = new Sources(sources, new Listener());
  }

  /** What the sources tell. */
  private final class Listener implements Sources.Listener {
    @Override
    public void opened(Device device) {
      devices.put(device.id(), device);
      glances.device(device);
      recorder.add(line("device", Moment.now(), DeviceText.tree(device)));
    }

    @Override
    public void read(Reading reading) {
      sampler.take(reading);
      window.take(reading, phase, sampler.micros(reading.at()));
    }

    @Override
    public void note(String text) {
      recorder.add(line("note", Moment.now(), Map.of("text", text)));
    }
  }

  /**
   * Begins.
   *
   * @param start of the attempt
   * @param sources by name
   * @param suspicion over which time its sight is
   */
  public static Measuring start(
      Moment start, Map<String, Source> sources, Recorder recorder, Duration suspicion) {
    Measuring measuring = new Measuring(start, sources, recorder, suspicion);
    Thread.ofPlatform().daemon().name("measure").stackSize(STACK_BYTES).start(measuring::run);
    return measuring;
  }

  @Override
  public void phase(Phase next, Moment at) {
    tasks.add(() -> {
      sampler.phase(next, at);
      recorder.add(line("phase", at, Map.of("phase", next.word())));
      // what is read at once was still made in the phase before
      read(PATIENCE);
      phase = next;
      return false;
    });
  }

  @Override
  public void sample(Moment at) {
    // one that waits is enough: after a hang nobody wants to read a hundred times at once
    if (due.compareAndSet(false, true)) {
      tasks.add(() -> {
        due.set(false);
        read(PATIENCE);
        sight = window.sight(sampler.micros(Moment.now()));
        sampler.flush(Moment.now());
        glance = glances.event().map(Event::data).orElse(Map.of());
        return false;
      });
    }
  }

  @Override
  public Sight sight() {
    return sight;
  }

  @Override
  public Map<String, Object> glance() {
    return glance;
  }

  @Override
  public Map<String, Object> totals() {
    tasks.add(() -> {
      read(LAST_READ);
      totals.complete(end(Moment.now()));
      return true;
    });
    try {
      return totals.get(ALL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    } catch (ExecutionException | TimeoutException e) {
      return Map.of("usage", Map.of("note", "the measuring did not end: " + e));
    }
  }

  private void run() {
    try {
      while (!tasks.take().run()) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      totals.completeExceptionally(e);
    }
  }

  private void read(Duration patience) throws InterruptedException {
    clock();
    sources.read(patience);
  }

  private void row(Row row) {
    sums.add(row);
    glances.row(row);
    recorder.add(RowText.tree(row));
  }

  /** A clock that was set is written down: rows go by the other one. */
  private void clock() {
    Moment now = Moment.now();
    Duration off = Duration.between(clock.wall(), now.wall()).minus(now.since(clock));
    if (off.abs().compareTo(Duration.ofSeconds(1)) > 0) {
      recorder.add(line("clock", now, Map.of("setBy", off.toMillis() / 1e3)));
    }
    clock = now;
  }

  private Map<String, Object> line(String kind, Moment at, Map<String, Object> says) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("is", kind);
    line.put("at", at.wall().toString());
    line.put("s", sampler.micros(at) / 1e6);
    line.putAll(says);
    return line;
  }

  private Map<String, Object> end(Moment now) throws InterruptedException {
    sampler.end();
    recorder.add(line("end", now, Map.of()));
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.putAll(
        new Usage(sums, sampler.lengths(now), List.copyOf(devices.values())).tree(MOST_BYTES));
    Optional<Recorder.Ended> ended = recorder.end(LAST_WRITE);
    Map<String, Object> segments = new LinkedHashMap<>();
    ended.ifPresent(e -> {
      segments.put("lines", e.lines());
      segments.put("lost", e.lost());
      segments.put("crc", e.checksum());
      segments.put("whole", e.whole());
    });
    usage.put("segments", segments);
    sources.close();
    return Map.of("usage", usage);
  }
}
