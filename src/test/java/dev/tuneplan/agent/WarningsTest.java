package dev.tuneplan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.agent.record.Moment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarningsTest {
  @TempDir private Path folder;

  @Test
  void areToldWhenTheyBeginAndWhenTheyAreOver() throws IOException {
    Moment now = Moment.now();
    OutputStream nowhere = OutputStream.nullOutputStream();
    Wrapper.Streams streams = new Wrapper.Streams(nowhere, nowhere, text -> {}, event -> {});
    try (Journal journal = Journal.open(folder, now, streams)) {
      Warnings warnings = new Warnings(journal);
      for (Optional<Waste> seen :
          List.of(
              Optional.<Waste>empty(),
              Optional.of(new Waste(Waste.Kind.INPUT, "first")),
              Optional.of(new Waste(Waste.Kind.INPUT, "a second later")),
              Optional.of(new Waste(Waste.Kind.HANG, "another")),
              Optional.<Waste>empty(),
              Optional.<Waste>empty())) {
        warnings.see(seen, now);
      }
      assertThat(warnings.text()).isEmpty();
    }
    List<Event> events = EventLog.read(folder.resolve(Wrapper.EVENTS));
    assertThat(events).extracting(Event::kind).containsOnly("warning");
    assertThat(events)
        .extracting(e -> e.text("rule").orElse("") + " " + e.text("text").orElse("over"))
        .containsExactly("input first", "hang another", "hang over");
  }
}
