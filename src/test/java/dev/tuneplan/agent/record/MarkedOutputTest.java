package dev.tuneplan.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events among a program's output. */
class MarkedOutputTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final MarkedOutput out = new MarkedOutput(bytes);

  private static Event progress(int second) {
    return Event.of(START.plusSeconds(second), "progress", "step", (long) second);
  }

  private void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<Event> events() {
    return lines().stream().map(MarkedLine::event).flatMap(Optional::stream).toList();
  }

  @Test
  void putsAnEventOnALineOfItsOwn() throws IOException {
    Event event = Event.of(START, "phase", "phase", "training");
    print("loading\n  3%|");
    out.tell(event);
    print("##| 7%\n");
    assertThat(lines()).containsExactly("loading", "  3%|", MarkedLine.of(event), "##| 7%");
    assertThat(events()).containsExactly(event);
  }

  @Test
  void tellsWhatComesOftenOnceInTenSeconds() {
    IntStream.range(0, 31).mapToObj(MarkedOutputTest::progress).forEach(out::tell);
    assertThat(events())
        .extracting(e -> e.whole("step").orElseThrow())
        .containsExactly(0L, 10L, 20L, 30L);
  }

  @Test
  void tellsEveryChangeOfState() {
    IntStream.range(0, 5)
        .mapToObj(i -> Event.of(START, "checkpoint", "step", (long) i))
        .forEach(out::tell);
    assertThat(events()).hasSize(5);
  }

  @Test
  void leavesTheProgramAloneWhenNobodyReads() {
    MarkedOutput closed =
        new MarkedOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("closed pipe");
              }
            });
    closed.tell(Event.of(START, "phase"));
    assertThat(bytes.size()).isZero();
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void leavesEveryByteOfTheProgramWhereItWas(int seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder printed = new StringBuilder();
    int told = 0;
    for (int i = 0; i < 50; i++) {
      if (random.nextInt(4) == 0) {
        out.tell(Event.of(START, "phase", "phase", "p" + told++));
      } else {
        String text = "\r\n|#x".substring(random.nextInt(5)).repeat(random.nextInt(4));
        print(text);
        printed.append(text);
      }
    }
    String left =
        bytes.toString(StandardCharsets.UTF_8).replaceAll("(?m)^##tuneplan \\{[^\\n]*\\}\\n", "");
    assertThat(events()).hasSize(told);
    // the ends of lines that were put before events are all that may be there beside it
    assertThat(left.replace("\n", "")).isEqualTo(printed.toString().replace("\n", ""));
  }
}
