package dev.tuneplan.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Passes a child's output on unchanged, as it comes, and shows its lines to a reader. When nobody
 * takes the output any more (a full disk, a closed pipe) the child goes on all the same.
 */
public final class Pump {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream from;
  private final OutputStream to;
  private final LineCutter cutter;
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;

  private Pump(String name, InputStream from, OutputStream to, Consumer<String> reader) {
    this.from = from;
    this.to = to;
    this.cutter = new LineCutter(reader);
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Begins to pass on. */
  public static Pump start(
      String name, InputStream from, OutputStream to, Consumer<String> reader) {
    Pump pump = new Pump(name, from, to, reader);
    pump.thread.start();
    return pump;
  }

  /** Bytes so far. */
  public long passed() {
    return passed.get();
  }

  /** Bytes that nobody took. */
  public long lost() {
    return lost.get();
  }

  /** Waits for the end of the output, which comes when the last holder of the pipe has ended. */
  public boolean ends(long millis) throws InterruptedException {
    thread.join(millis);
    return !thread.isAlive();
  }

  private void run() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        pass(buffer, n);
        passed.addAndGet(n);
        cutter.take(buffer, n);
      }
    } catch (IOException e) {
      // the stream of a killed child is closed under the reader; what came is passed on
      lost.addAndGet(0);
    }
    cutter.end();
  }

  private void pass(byte[] buffer, int n) {
    try {
      to.write(buffer, 0, n);
      to.flush();
    } catch (IOException e) {
      lost.addAndGet(n);
    }
  }
}
