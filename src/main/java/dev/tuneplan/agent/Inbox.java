package dev.tuneplan.agent;

import dev.tuneplan.agent.process.UnixSignal;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What other threads tell the wrapper's own. */
final class Inbox {
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

  /** Something that the wrapper must answer. */
  sealed interface Message {}

  /** The trainer ended. */
  record Exited(int exit) implements Message {}

  /** The wrapper got a signal. */
  record Received(UnixSignal signal) implements Message {}

  void signal(UnixSignal signal) {
    messages.add(new Received(signal));
  }

  void exited(int exit) {
    messages.add(new Exited(exit));
  }

  /** Whether there is a signal that nobody answered. */
  boolean signalled() {
    return messages.stream().anyMatch(Received.class::isInstance);
  }

  Optional<Message> next(long millis) throws InterruptedException {
    return Optional.ofNullable(messages.poll(millis, TimeUnit.MILLISECONDS));
  }
}
