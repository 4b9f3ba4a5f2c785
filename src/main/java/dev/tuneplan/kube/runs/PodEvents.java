package dev.tuneplan.kube.runs;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.MarkedLine;
import dev.tuneplan.runs.RecordingFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Writes the events in a pod's log down under the name of their attempt. Used by one thread. */
final class PodEvents {
  private final RecordingFile file;
  private final Supplier<String> otherwise;
  private final Consumer<String> trouble;
  private final List<String> waiting = new ArrayList<>();
  private Optional<String> attempt = Optional.empty();

  /**
   * Of a pod.
   *
   * @param otherwise the attempt's name, should the line that says it be lost
   * @param trouble takes a sentence when the file cannot be written
   */
  PodEvents(RecordingFile file, Supplier<String> otherwise, Consumer<String> trouble) {
    this.file = file;
    this.otherwise = otherwise;
    this.trouble = trouble;
  }

  void line(String line) {
    Optional<Event> event = MarkedLine.event(line);
    if (event.isPresent()) {
      attempt = attempt.or(() -> event.get().text("attempt").filter(a -> a.matches("[0-9a-z-]+")));
      waiting.add(line.substring(MarkedLine.MARK.length()));
      attempt.ifPresent(this::write);
    }
  }

  /** Writes what waited for a name that never came. */
  void end() {
    if (!waiting.isEmpty()) {
      write(otherwise.get());
    }
  }

  private void write(String name) {
    try {
      for (String event : waiting) {
        file.told(name, event);
      }
    } catch (IOException e) {
      trouble.accept(e.toString());
    }
    waiting.clear();
  }
}
