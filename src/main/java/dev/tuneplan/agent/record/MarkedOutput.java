package dev.tuneplan.agent.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Passes a program's output on unchanged, with its events as lines of their own in between. What a
 * program left without a line's end gets one before an event. Used by several threads.
 */
public final class MarkedOutput extends OutputStream {
  /** A day of steps must not fill a node's log, which is rotated at 10 MiB. */
  private static final Duration OFTEN = Duration.ofSeconds(10);

  private final OutputStream out;
  private boolean midLine;
  private Instant told = Instant.MIN;

  /** On top of a stream. */
  public MarkedOutput(OutputStream out) {
    this.out = out;
  }

  /** Tells an event; of those that come often, one in ten seconds. A closed stream is no fault. */
  public synchronized void tell(Event event) {
    if (EventLog.OFTEN.contains(event.kind())) {
      if (told.plus(OFTEN).isAfter(event.at())) {
        return;
      }
      told = event.at();
    }
    String line = (midLine ? "\n" : "") + MarkedLine.of(event) + "\n";
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.flush();
      midLine = false;
    } catch (IOException e) {
      // the file of events has it too, and the training goes on
      midLine = true;
    }
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      out.write(bytes, offset, length);
      midLine = bytes[offset + length - 1] != '\n';
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
