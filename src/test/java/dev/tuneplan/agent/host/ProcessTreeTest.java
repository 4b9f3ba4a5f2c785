package dev.tuneplan.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ticks are of 10 ms, pages of 4 KiB. */
class ProcessTreeTest {
  private static final long ROOT = 100;

  @TempDir private Path folder;
  private FakeKernel kernel = new FakeKernel(Path.of("."));
  private ProcessTree tree = new ProcessTree(Path.of("."), ROOT);

  private static ProcessTree.Now now(
      long processes, long residentBytes, long cpuMicros, long readBytes, long writtenBytes) {
    return new ProcessTree.Now(
        processes,
        residentBytes,
        cpuMicros,
        OptionalLong.of(readBytes),
        OptionalLong.of(writtenBytes));
  }

  @BeforeEach
  void startAWrapper() {
    kernel =
        new FakeKernel(folder)
            .process(1, 0, 9999, 9999, 0, 0)
            .process(ROOT, 1, 500, 20_000, 7, 7)
            .process(ROOT + 1, 1, 5000, 5000, 5000, 5000);
    tree = new ProcessTree(kernel.proc(), ROOT);
  }

  @Test
  void countsDescendantsAndNobodyElse() {
    assertThat(tree.look()).isEqualTo(now(0, 0, 0, 0, 0));
    kernel.process(200, ROOT, 100, 10, 1000, 2000).process(300, 200, 50, 20, 100, 200);
    assertThat(tree.look()).isEqualTo(now(2, 30 * 4096, 1_500_000, 1100, 2200));
  }

  @Test
  void whatTheRootDoesItselfDoesNotCount() {
    tree.look();
    kernel.process(ROOT, 1, 700, 30_000, 70_000, 70_000).process(200, ROOT, 100, 10, 5, 6);
    tree.look();
    kernel.process(ROOT, 1, 900, 30_000, 90_000, 90_000);
    assertThat(tree.look()).isEqualTo(now(1, 40_960, 1_000_000, 5, 6));
  }

  @Test
  void whatEndedIsCountedByWhoeverWaitedForIt() {
    kernel.process(200, ROOT, 100, 10, 1000, 2000).process(300, 200, 50, 20, 100, 200);
    tree.look();
    kernel.gone(300).process(200, ROOT, 110, 10, 1200, 2300, 60, 400);
    assertThat(tree.look()).isEqualTo(now(1, 40_960, 1_700_000, 1200, 2300));
    kernel.gone(200).process(ROOT, 1, 500, 20_000, 1207, 2307, 180, 900);
    assertThat(tree.look()).isEqualTo(now(0, 0, 1_800_000, 1200, 2300));
  }

  @Test
  void whatLivedBetweenTwoLooksIsCountedToo() {
    tree.look();
    kernel.process(ROOT, 1, 500, 20_000, 64_007, 32_007, 40, 77);
    assertThat(tree.look()).isEqualTo(now(0, 0, 400_000, 64_000, 32_000));
  }

  @Test
  void anOrphanStaysInTheTree() {
    kernel.process(200, ROOT, 100, 10, 0, 0).process(300, 200, 50, 20, 0, 0);
    tree.look();
    kernel.gone(200).process(300, 1, 60, 20, 5, 5);
    kernel.process(ROOT, 1, 500, 20_000, 7, 7, 100, 40);
    assertThat(tree.look()).isEqualTo(now(1, 81_920, 1_600_000, 5, 5));
    kernel.process(400, 300, 7, 1, 0, 0);
    assertThat(tree.look().processes()).isEqualTo(2);
  }

  @Test
  void anOrphanThatEndsKeepsWhatItHad() {
    kernel.process(200, ROOT, 100, 10, 0, 0).process(300, 200, 50, 20, 0, 0);
    tree.look();
    kernel.gone(200).process(300, 1, 60, 20, 5, 6);
    kernel.process(ROOT, 1, 500, 20_000, 7, 7, 100, 40);
    tree.look();
    kernel.gone(300);
    assertThat(tree.look()).isEqualTo(now(0, 0, 1_600_000, 5, 6));
  }

  @Test
  void aNumberThatIsUsedAgainBySomebodyElseIsNotOurs() {
    kernel.process(200, ROOT, 100, 10, 0, 0);
    tree.look();
    kernel
        .gone(200)
        .file("proc/200/stat", "200 (x) S 1 1 1 0 -1 0 0 0 0 0 9 0 0 0 20 0 1 0 77777 1 500 0");
    kernel.process(ROOT, 1, 500, 20_000, 7, 7, 100, 40);
    assertThat(tree.look()).isEqualTo(now(0, 0, 1_000_000, 0, 0));
  }

  @Test
  void countsNeverFall() {
    kernel.process(200, ROOT, 100, 10, 1000, 2000);
    tree.look();
    // it ended, and its parent, the root, does not say that it waited
    kernel.gone(200);
    assertThat(tree.look()).isEqualTo(now(0, 0, 1_000_000, 1000, 2000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "200", "200 (x", "200 (x) S", "200 (x) S 1 a b c"})
  void aLineThatIsNoneIsNoProcess(String text) {
    kernel.file("proc/200/stat", text);
    assertThat(tree.look().processes()).isZero();
  }

  @Test
  void takesPagesAndTicksFromTheKernel() throws IOException {
    ByteBuffer table = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    for (long word : new long[] {33, 1, 6, 65_536, 17, 1000, 0, 0}) {
      table.putLong(word);
    }
    Files.createDirectories(kernel.proc().resolve("self"));
    Files.write(kernel.proc().resolve("self/auxv"), table.array());
    kernel.process(200, ROOT, 100, 10, 0, 0);
    assertThat(new ProcessTree(kernel.proc(), ROOT).look())
        .isEqualTo(now(1, 655_360, 100_000, 0, 0));
  }

  @Test
  void seesARealChildAndWhatItUsed() throws Exception {
    ProcessTree real = new ProcessTree(Path.of("/proc"), ProcessHandle.current().pid());
    long before = real.look().cpuMicros();
    Process child =
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; read x")
            .start();
    ProcessTree.Now now = real.look();
    while (now.cpuMicros() <= before) {
      now = real.look();
    }
    assertThat(now.processes()).isPositive();
    assertThat(now.residentBytes()).isPositive();
    child.getOutputStream().close();
    child.waitFor();
    assertThat(real.look().cpuMicros()).isGreaterThanOrEqualTo(now.cpuMicros());
  }
}
