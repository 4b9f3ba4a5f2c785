package dev.tuneplan.agent.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred real kills, each after a random number of lines. */
@Timeout(600)
class SegmentKillTest {
  private static final int KILLS = 200;

  @TempDir private Path folder;

  @Test
  void aKillCostsNothingThatWasOnTheDisk() throws Exception {
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Callable<Boolean>> kills =
          IntStream.range(0, KILLS).<Callable<Boolean>>mapToObj(i -> () -> kill(i)).toList();
      for (Future<Boolean> one : two.invokeAll(kills)) {
        assertThat(one.get()).isTrue();
      }
    }
  }

  private boolean kill(int seed) throws IOException, InterruptedException {
    Path segments = folder.resolve(Integer.toString(seed));
    Process victim = victim(segments);
    long promised = 0;
    try (BufferedReader said = victim.inputReader()) {
      for (int left = 1 + new Random(seed).nextInt(60); left > 0; left--) {
        promised = Long.parseLong(said.readLine());
      }
      // by its handle: the process itself would close its output
      victim.toHandle().destroyForcibly();
      // what it had said before it died
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        promised = line.matches("[0-9]+") ? Math.max(promised, Long.parseLong(line)) : promised;
      }
    }
    assertThat(victim.waitFor()).isEqualTo(137);
    long[] next = {1};
    SegmentReader.Found found =
        SegmentReader.read(
            segments,
            l -> {
              if (l.seq() > 0) {
                assertThat(l.tree()).containsEntry("value", next[0]++);
              }
            });
    assertThat(found.last()).isGreaterThanOrEqualTo(promised);
    assertThat(found.missing()).isZero();
    assertThat(found.torn()).hasSizeLessThanOrEqualTo(1);
    return true;
  }

  private static Process victim(Path segments) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            SegmentVictim.class.getName(),
            segments.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
