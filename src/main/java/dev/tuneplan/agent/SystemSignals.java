package dev.tuneplan.agent;

import dev.tuneplan.agent.process.UnixSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps signals until somebody listens. Thread-safe. */
final class SystemSignals implements Signals {
  private final List<UnixSignal> early = new ArrayList<>();
  private Optional<Consumer<UnixSignal>> reader = Optional.empty();

  synchronized void accept(UnixSignal signal) {
    if (reader.isPresent()) {
      reader.get().accept(signal);
    } else {
      early.add(signal);
    }
  }

  @Override
  public synchronized void listen(Consumer<UnixSignal> next) {
    reader = Optional.of(next);
    early.forEach(next);
    early.clear();
  }
}
