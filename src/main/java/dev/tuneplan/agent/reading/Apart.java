package dev.tuneplan.agent.reading;

import dev.tuneplan.agent.reading.Source.Inventory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A source on a thread of its own, so that a driver that hangs holds up nobody else. Whoever asks
 * waits for a while; one that was not answered in time is silent, and is waited for no more until
 * it answers. Asked from one thread.
 */
public final class Apart implements AutoCloseable {
  private static final long STACK_BYTES = 256 << 10;

  private final Thread thread;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Said> answers = new LinkedBlockingQueue<>();
  private Optional<Long> askedNanos = Optional.empty();
  private boolean late;

  private enum Request {
    READ,
    END
  }

  /** What it answers. */
  public sealed interface Said {}

  /** What there is. This comes first, and once. */
  public record Opened(Inventory inventory) implements Said {}

  /** What was read. */
  public record Read(List<Reading> readings) implements Said {}

  /** Nothing, for so long. */
  public record Silent(Duration since) implements Said {}

  /** A fault of its own; it is not to be asked again. */
  public record Broken(String why) implements Said {}

  private Apart(String name, Source source) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .stackSize(STACK_BYTES)
            .unstarted(() -> serve(source));
  }

  /** Begins to open a source. */
  public static Apart start(String name, Source source) {
    Apart apart = new Apart(name, source);
    apart.askedNanos = Optional.of(System.nanoTime());
    apart.thread.start();
    return apart;
  }

  /**
   * Asks, and waits for the answer so long unless it was silent before. The first answer is what
   * there is.
   */
  public Said ask(Duration patience) throws InterruptedException {
    if (askedNanos.isEmpty()) {
      askedNanos = Optional.of(System.nanoTime());
      requests.add(Request.READ);
    }
    Said said = answers.poll(late ? 0 : patience.toNanos(), TimeUnit.NANOSECONDS);
    late = said == null;
    if (said == null) {
      return new Silent(Duration.ofNanos(System.nanoTime() - askedNanos.orElseThrow()));
    }
    askedNanos = Optional.empty();
    return said;
  }

  private void serve(Source source) {
    try {
      answers.add(new Opened(source.open()));
      while (requests.take() == Request.READ) {
        answers.add(new Read(source.read()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      answers.add(new Broken(e.toString()));
    }
  }

  /** It may be in the middle of something that never ends; nobody waits for it. */
  @Override
  public void close() {
    requests.add(Request.END);
  }
}
