package dev.tuneplan.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTest {
  @TempDir private Path folder;

  @Test
  void theFirstHasItForEver() throws IOException {
    assertThat(Claim.owner(folder)).isEmpty();
    assertThat(Claim.take(folder, ProcessMark.own())).isTrue();
    assertThat(Claim.take(folder, ProcessMark.NOBODY)).isFalse();
    assertThat(Claim.owner(folder)).hasValue(ProcessMark.own());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void ofManyAtOnceOneHasIt() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      Callable<Boolean> claim = () -> Claim.take(folder, ProcessMark.own());
      List<Future<Boolean>> all =
          threads.invokeAll(IntStream.range(0, 64).mapToObj(i -> claim).toList());
      int won = 0;
      for (Future<Boolean> one : all) {
        won += one.get() ? 1 : 0;
      }
      assertThat(won).isOne();
    }
  }

  /** What a machine leaves that loses its power. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{\"pid\": 7", "[]"})
  void oneThatCannotBeReadIsNobodys(String text) throws IOException {
    Files.writeString(folder.resolve("owner.json"), text);
    assertThat(Claim.owner(folder)).hasValue(ProcessMark.NOBODY);
    assertThat(ProcessMark.NOBODY.alive()).isFalse();
  }

  @Test
  void aLaterProcessWithTheSameNumberIsAnother() {
    ProcessMark own = ProcessMark.own();
    assertThat(own.alive()).isTrue();
    assertThat(new ProcessMark(own.pid(), own.start() + "0", own.host()).alive()).isFalse();
  }
}
