package dev.tuneplan.agent;

import dev.tuneplan.agent.record.Moment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells of waste when it begins, and when it is over. Used by one thread. */
final class Warnings {
  private final Journal journal;
  private Optional<Waste> now = Optional.empty();

  Warnings(Journal journal) {
    this.journal = journal;
  }

  /** What is seen now; empty: nothing is wasted. */
  void see(Optional<Waste> seen, Moment at) {
    if (!seen.map(Waste::kind).equals(now.map(Waste::kind))) {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("rule", seen.or(() -> now).map(w -> w.kind().word()).orElse(""));
      seen.ifPresentOrElse(w -> data.put("text", w.text()), () -> data.put("over", true));
      journal.state(at, "warning", data);
    }
    now = seen;
  }

  /** The words for what is seen now. */
  Optional<String> text() {
    return now.map(Waste::text);
  }
}
