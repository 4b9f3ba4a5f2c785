package dev.tuneplan.agent.record;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The events of an attempt as lines of JSON. A disk that is full or gone does not stop the
 * training: what could not be written is kept in memory, the newest of it, and written when the
 * disk takes it. Used by one thread.
 */
public final class EventLog implements Closeable {
  /**
   * The kinds that are told again and again, of which the newest says where an attempt is. A week
   * of them is more than the wrapper's memory.
   */
  public static final Set<String> OFTEN = Set.of("progress", "alive");

  /** So much may be lost when a machine dies, between the changes of state that are forced. */
  private static final Duration UNFORCED = Duration.ofSeconds(10);

  private static final int KEPT = 1000;

  private final LineSink sink;
  private final Deque<Event> waiting = new ArrayDeque<>();
  private boolean torn;
  private long forced = System.nanoTime();

  /** On a sink that may end in the middle of a line. */
  public EventLog(LineSink sink) {
    this.sink = sink;
    this.torn = begun(sink);
  }

  private static boolean begun(LineSink sink) {
    try {
      return sink.begun();
    } catch (IOException e) {
      return true;
    }
  }

  /** Adds an event; it is on the disk when this returns true. */
  public boolean state(Event event) {
    return write(event, true);
  }

  /** Adds an event that may be lost when the machine dies within ten seconds. */
  public boolean add(Event event) {
    return write(event, System.nanoTime() - forced > UNFORCED.toNanos());
  }

  /** How many events wait for a disk that takes them. */
  public int waiting() {
    return waiting.size();
  }

  private boolean write(Event event, boolean force) {
    waiting.addLast(event);
    while (waiting.size() > KEPT) {
      waiting.removeFirst();
    }
    try {
      while (!waiting.isEmpty()) {
        // what a crash or a full disk left of a line must not run into the next one
        String line = (torn ? "\n" : "") + waiting.getFirst().line() + "\n";
        torn = true;
        sink.write(line.getBytes(StandardCharsets.UTF_8));
        torn = false;
        waiting.removeFirst();
      }
      if (force) {
        sink.force();
        forced = System.nanoTime();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }

  /** The events in a file, in order; lines that a crash cut short are left out. */
  public static List<Event> read(Path file) throws IOException {
    return read(file, Set.of());
  }

  /**
   * The events in a file, in order, without those that a newer one of their kind makes stale: a
   * week's training tells its progress a hundred thousand times.
   *
   * @param newest kinds of which the last alone counts
   */
  public static List<Event> read(Path file, Set<String> newest) throws IOException {
    List<Event> events = new ArrayList<>();
    Map<String, String> held = new LinkedHashMap<>();
    // bytes that are no UTF-8 are replaced, not refused: a torn line may end within a letter
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Optional<String> kind = newest.isEmpty() ? Optional.empty() : Event.kind(line);
        if (kind.filter(newest::contains).isPresent() && line.endsWith("}")) {
          held.remove(kind.get());
          held.put(kind.get(), line);
        } else if (!line.isBlank()) {
          drain(held, events);
          Event.parse(line).ifPresent(events::add);
        }
      }
      drain(held, events);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return List.copyOf(events);
  }

  private static void drain(Map<String, String> held, List<Event> events) {
    held.values().forEach(line -> Event.parse(line).ifPresent(events::add));
    held.clear();
  }
}
