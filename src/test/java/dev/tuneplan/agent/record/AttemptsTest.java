package dev.tuneplan.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {
  @TempDir private Path run;

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 3", "12, 15"})
  void tellsNumberAndNodeFromTheFolderThatItMade(int number, int node) throws Exception {
    Attempts attempts = new Attempts(run);
    for (int i = 1; i < number; i++) {
      attempts.next(node);
    }
    Path folder = attempts.next(node);
    assertThat(Attempts.number(folder)).isEqualTo(number);
    assertThat(Attempts.node(folder)).isEqualTo(node);
  }

  @Test
  void aFolderOfAnotherNameIsNoAttempt() {
    assertThat(Attempts.number(run.resolve("node7"))).isZero();
    assertThat(Attempts.node(run.resolve("node7"))).isZero();
  }
}
