package dev.tuneplan.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
  @TempDir private Path folder;
  private Path file = Path.of("events.jsonl");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("events.jsonl");
  }

  private static Event event(String kind, long step) {
    return Event.of(Instant.EPOCH.plusSeconds(step), kind, "step", step, "text", "ü \"x\"");
  }

  private void write(Event... events) throws IOException {
    try (EventLog log = new EventLog(LineSink.of(file))) {
      for (Event e : events) {
        assertThat(log.state(e)).isTrue();
      }
    }
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    write(event("started", 0), event("progress", 1), event("ended", 2));
    assertThat(EventLog.read(file))
        .containsExactly(event("started", 0), event("progress", 1), event("ended", 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 60, 75})
  void aTornLineCostsNoOther(int kept) throws IOException {
    write(event("started", 0), event("progress", 1));
    byte[] all = Files.readAllBytes(file);
    int first = new String(all, StandardCharsets.UTF_8).indexOf('\n') + 1;
    int end = Math.min(all.length - 2, first + kept);
    Files.write(file, java.util.Arrays.copyOf(all, end));
    write(event("ended", 2));
    assertThat(EventLog.read(file)).containsExactly(event("started", 0), event("ended", 2));
  }

  @Test
  void onlyTheNewestOfWhatIsToldOftenIsKept() throws IOException {
    write(event("started", 0), event("progress", 1), event("progress", 2), event("alive", 3));
    write(event("phase", 4), event("progress", 5), event("progress", 6));
    String torn = event("progress", 7).line();
    Files.writeString(file, torn.substring(0, torn.length() - 3), StandardOpenOption.APPEND);
    assertThat(EventLog.read(file, Set.of("progress", "alive")))
        .containsExactly(
            event("started", 0),
            event("progress", 2),
            event("alive", 3),
            event("phase", 4),
            event("progress", 6));
  }

  @Test
  void aFullDiskCostsNothingThatFitsInMemory() throws IOException {
    Disk disk = new Disk();
    EventLog log = new EventLog(disk);
    assertThat(log.state(event("started", 0))).isTrue();
    disk.full = true;
    assertThat(log.state(event("phase", 1))).isFalse();
    assertThat(log.add(event("progress", 2))).isFalse();
    disk.full = false;
    assertThat(log.state(event("ended", 3))).isTrue();
    Files.write(file, disk.bytes.toByteArray());
    List<Event> read = EventLog.read(file);
    assertThat(read.stream().map(e -> e.whole("step").orElseThrow()))
        .containsExactlyElementsOf(LongStream.range(0, 4).boxed().toList());
  }

  /** Takes half of a line when it is full. */
  private static final class Disk implements LineSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean full;

    @Override
    public void write(byte[] line) throws IOException {
      bytes.write(line, 0, full ? line.length / 2 : line.length);
      if (full) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public boolean begun() {
      return bytes.size() > 0;
    }

    @Override
    public void force() {}

    @Override
    public void close() {}
  }
}
