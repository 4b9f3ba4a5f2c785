package dev.tuneplan.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel kills for want of memory, in a cgroup whose limit is real. Where a machine does not
 * let one be made, the tests are skipped and say so.
 */
@Timeout(600)
class OutOfMemoryTest {
  private static final long LIMIT = 512L << 20;

  private static final String EATS =
      """
      import os, sys, time
      while not os.path.exists(sys.argv[1]): time.sleep(0.05)
      all = bytearray()
      while True: all.extend(b"x" * (8 << 20))
      """;

  @TempDir private Path folder;

  private static MemoryGroup group() {
    Optional<MemoryGroup> made =
        MemoryGroup.limited("tuneplan-test-" + ProcessHandle.current().pid(), LIMIT);
    assumeTrue(
        made.isPresent(),
        "no cgroup with a limit of memory can be made here: it takes root, and a /sys/fs/cgroup"
            + " that can be written");
    return made.get();
  }

  private KilledRun run(MemoryGroup group) throws IOException {
    return new KilledRun(
        folder, group.within(), List.of("python3", "-c", EATS, folder.resolve("go").toString()));
  }

  @Test
  void aTrainerThatTheKernelKillsEndsAsOutOfMemoryAndLosesNothing() throws Exception {
    try (MemoryGroup group = group();
        KilledRun run = run(group)) {
      run.read(3);
      Files.createFile(folder.resolve("go"));
      assertThat(run.wrapper.waitFor()).isEqualTo(78);
      assertThat(Files.readString(run.lastWords()))
          .contains("\"outcome\":\"memory\"")
          .contains("the kernel killed a process for want of the machine's memory")
          .contains("\"usage\"");
      KilledRun.Lines own = run.own();
      assertThat(own.found().torn()).isEmpty();
      assertThat(own.found().missing()).isZero();
      assertThat(own.texts().getLast()).contains("\"is\":\"end\"");
      assertThat(own.totals().counter(Device.HOST, Counter.OOM_KILLS)).hasValue(1);
      assertThat(run.readings() - own.gpuReadings()).isBetween(0L, 1L);
    }
  }

  @Test
  void aWrapperThatTheKernelKillsFirstLosesTenReadingsAtMost() throws Exception {
    try (MemoryGroup group = group();
        KilledRun run = run(group)) {
      run.read(12);
      // the trainer was begun with what the wrapper had then
      ProcessHandle trainer = run.trainer();
      Files.writeString(Path.of("/proc/" + run.wrapper.pid() + "/oom_score_adj"), "1000");
      Files.createFile(folder.resolve("go"));
      assertThat(run.wrapper.waitFor()).isEqualTo(137);
      trainer.onExit().get();
      KilledRun.Lines own = run.own();
      assertThat(own.found().missing()).isZero();
      assertThat(own.found().torn()).hasSizeLessThanOrEqualTo(1);
      assertThat(run.readings() - own.gpuReadings()).isBetween(0L, 10L);
      assertThat(run.received(own.texts().size()).texts()).isEqualTo(own.texts());
    }
  }
}
