package dev.tuneplan.agent;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.agent.record.LineSink;
import dev.tuneplan.agent.record.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what happens to an attempt, with the seconds since its start. Used by one thread. */
final class Journal implements AutoCloseable {
  private final EventLog log;
  private final Moment start;
  private final Wrapper.Streams streams;
  private boolean warned;

  private Journal(EventLog log, Moment start, Wrapper.Streams streams) {
    this.log = log;
    this.start = start;
    this.streams = streams;
  }

  /**
   * In an attempt's folder; one that cannot be written gets a warning, and the training goes on.
   */
  static Journal open(Path attempt, Moment start, Wrapper.Streams streams) {
    LineSink sink;
    try {
      sink = LineSink.of(attempt.resolve(Wrapper.EVENTS));
    } catch (IOException e) {
      sink = new NoSink(e);
    }
    return new Journal(new EventLog(sink), start, streams);
  }

  Moment start() {
    return start;
  }

  double seconds(Moment at) {
    return Limits.seconds(at.since(start));
  }

  /** A change of state, on the disk when this returns. */
  void state(Moment at, String kind, Map<String, Object> data) {
    warn(log.state(told(at, kind, data)));
  }

  /** A change of state with one fact. */
  void state(Moment at, String kind, String key, Object value) {
    state(at, kind, Map.of(key, value));
  }

  /** Something of which the newest may be lost. */
  void add(Moment at, String kind, Map<String, Object> data) {
    warn(log.add(told(at, kind, data)));
  }

  /** Something for those who watch, which is written down elsewhere. */
  void show(Moment at, String kind, Map<String, Object> data) {
    told(at, kind, data);
  }

  private Event told(Moment at, String kind, Map<String, Object> data) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(Wrapper.SECONDS, Math.rint(seconds(at) * 1000) / 1000);
    all.putAll(data);
    Event event = new Event(at.wall(), kind, all);
    streams.told().accept(event);
    return event;
  }

  private void warn(boolean written) {
    if (!written && !warned) {
      streams
          .say()
          .accept("the run's folder cannot be written (is the disk full?); the training goes on");
    }
    warned = !written;
  }

  @Override
  public void close() {
    try {
      log.close();
    } catch (IOException e) {
      streams.say().accept("the run's folder cannot be written: " + e.getMessage());
    }
  }

  /** A file that could not be opened. */
  private record NoSink(IOException why) implements LineSink {
    @Override
    public void write(byte[] bytes) throws IOException {
      throw why;
    }

    @Override
    public boolean begun() throws IOException {
      throw why;
    }

    @Override
    public void force() throws IOException {
      throw why;
    }

    @Override
    public void close() {}
  }
}
