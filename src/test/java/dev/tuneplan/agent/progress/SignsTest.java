package dev.tuneplan.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignsTest {
  @ParameterizedTest
  @ValueSource(strings = {"[a]", "[a] ", "a.", "'a': 1, ", " 1%|#| ", "{'", "[[", "1|"})
  void aLongLineOfAnyKindIsReadOnASmallStack(String piece) throws Exception {
    Signs signs = new Signs();
    OutputLines lines = new OutputLines(r -> {}, dev.tuneplan.agent.record.Moment::now);
    String line = piece.repeat(8192 / piece.length());
    Throwable[] fault = new Throwable[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              signs.line(line);
              lines.line(line);
              lines.line("{'" + line + "}");
            },
            "small",
            256 << 10);
    thread.setUncaughtExceptionHandler((t, e) -> fault[0] = e);
    thread.start();
    thread.join();
    assertThat(fault[0]).isNull();
  }

  @Test
  void aShortageOfMemoryLongAgoIsNoReason() {
    Signs signs = new Signs();
    signs.line("CUDA out of memory");
    assertThat(signs.outOfMemory()).isPresent();
    for (int i = 0; i < 5001; i++) {
      signs.line("step " + i);
    }
    assertThat(signs.outOfMemory()).isEmpty();
  }
}
