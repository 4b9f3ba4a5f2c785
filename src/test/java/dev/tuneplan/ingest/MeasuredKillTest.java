package dev.tuneplan.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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

/**
 * Kills wrappers, sidecars and trainers while they work, each after a random number of readings,
 * with a server that is away now and then: {@code -Dkills=200} of them, or three.
 */
@Timeout(3600)
class MeasuredKillTest {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final int AT_ONCE = 6;

  /** A second apart: ten seconds of them. */
  private static final long MOST_LOST = 10;

  @TempDir private Path folder;

  @Test
  void aKillCostsTenReadingsAtMostAndNoLineComesTwice() throws Exception {
    try (ExecutorService some = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Boolean>> kills =
          IntStream.range(0, KILLS).<Callable<Boolean>>mapToObj(i -> () -> kill(i)).toList();
      for (Future<Boolean> one : some.invokeAll(kills)) {
        assertThat(one.get()).isTrue();
      }
    }
  }

  private boolean kill(int number) throws Exception {
    Random random = new Random(number);
    try (KilledRun run = new KilledRun(Files.createDirectory(folder.resolve("" + number)))) {
      // every fourth finds its server away, and back after the kill
      int away = random.nextInt(4);
      int after = 1 + random.nextInt(18);
      run.read(away == 0 ? after / 2 : after);
      if (away == 0) {
        run.stopServer();
        run.read(after);
      }
      long lost =
          switch (number % 3) {
            case 0 -> ofWrapper(run);
            case 1 -> ofSidecar(run, random.nextInt(3));
            default -> ofTrainer(run);
          };
      assertThat(lost).as("readings lost by kill %s", number).isBetween(0L, MOST_LOST);
      if (away == 0) {
        run.startServer();
      }
      KilledRun.Lines own = run.own();
      KilledRun.Lines received = run.received(own.texts().size());
      assertThat(received.texts()).as("kill %s", number).isEqualTo(own.texts());
      assertThat(received.found().missing()).isZero();
      return true;
    }
  }

  private static long ofWrapper(KilledRun run) throws Exception {
    run.killWrapper();
    KilledRun.Lines own = run.own();
    assertThat(own.found().missing()).isZero();
    assertThat(own.found().torn()).hasSizeLessThanOrEqualTo(1);
    return run.readings() - own.gpuReadings();
  }

  /** What ends by itself, or on request, leaves everything. */
  private static long ofSidecar(KilledRun run, int more) throws Exception {
    run.killSidecar();
    run.read(run.readings() + more);
    run.end();
    return whole(run);
  }

  private static long ofTrainer(KilledRun run) throws Exception {
    run.killTrainer();
    return whole(run);
  }

  private static long whole(KilledRun run) throws Exception {
    KilledRun.Lines own = run.own();
    assertThat(own.found().torn()).isEmpty();
    assertThat(own.texts().getLast()).contains("\"is\":\"end\"");
    assertThat(Files.readString(run.lastWords())).contains("\"usage\"");
    // the last one may be answered when nobody waits for it any more
    assertThat(run.readings() - own.gpuReadings()).isBetween(0L, 1L);
    return 0;
  }
}
