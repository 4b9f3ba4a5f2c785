package dev.tuneplan.agent.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentTailTest {
  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  private static List<Long> values(List<SealedLine> lines) {
    return lines.stream().map(l -> (Long) l.tree().get("value")).toList();
  }

  /** Whatever a disk does to the writer, and whenever the tail looks, it sees each line once. */
  @ParameterizedTest
  @MethodSource("seeds")
  void seesEveryLineOnceWhileItIsWritten(long seed) throws IOException {
    Random random = new Random(seed);
    boolean[] works = {false};
    BooleanSupplier fails = () -> !works[0] && random.nextInt(6) == 0;
    SegmentWriter writer =
        new SegmentWriter(
            folder,
            new FragileDisk(random, fails, fails, fails),
            new SegmentWriter.Sizes(400, 1000),
            Map.of("run", "a"));
    SegmentTail tail = new SegmentTail(folder, 0);
    List<Long> seen = new ArrayList<>();
    for (long i = 1; i <= 60; i++) {
      writer.write(Map.of("value", i));
      if (random.nextBoolean()) {
        writer.force();
      }
      if (random.nextInt(4) == 0) {
        seen.addAll(values(tail.next(1 + random.nextInt(7))));
      }
    }
    works[0] = true;
    assertThat(writer.close()).isTrue();
    seen.addAll(values(tail.next(1000)));
    assertThat(seen).isEqualTo(LongStream.rangeClosed(1, 60).boxed().toList());
    assertThat(tail.next(10)).isEmpty();
    assertThat(tail.last()).isEqualTo(60);
    assertThat(tail.head().orElseThrow().tree()).containsEntry("run", "a");
  }

  @Test
  void waitsBeforeALineThatIsNotWholeYet() throws IOException {
    SegmentWriter writer =
        new SegmentWriter(folder, Disk.SYSTEM, SegmentWriter.Sizes.USUAL, Map.of());
    writer.write(Map.of("value", 1L));
    Path file = Names.all(folder).getFirst();
    String next = SealedLine.of(2, Map.of("value", 2L)).text() + "\n";
    Files.writeString(file, next.substring(0, 9), StandardOpenOption.APPEND);
    SegmentTail tail = new SegmentTail(folder, 0);
    assertThat(values(tail.next(10))).containsExactly(1L);
    assertThat(tail.next(10)).isEmpty();
    Files.writeString(file, next.substring(9), StandardOpenOption.APPEND);
    assertThat(values(tail.next(10))).containsExactly(2L);
  }

  @Test
  void leavesATornSegmentOnceItHasASuccessor() throws IOException {
    SegmentWriter first =
        new SegmentWriter(folder, Disk.SYSTEM, SegmentWriter.Sizes.USUAL, Map.of());
    first.write(Map.of("value", 1L));
    Files.writeString(Names.all(folder).getFirst(), "{\"seq\":2,\"va\n", StandardOpenOption.APPEND);
    SegmentTail tail = new SegmentTail(folder, 0);
    assertThat(values(tail.next(10))).containsExactly(1L);
    SegmentWriter second =
        new SegmentWriter(folder, Disk.SYSTEM, SegmentWriter.Sizes.USUAL, Map.of());
    second.write(Map.of("value", 3L));
    assertThat(values(tail.next(10))).containsExactly(3L);
  }

  @Test
  void beginsBehindWhatIsKnown() throws IOException {
    SegmentWriter writer =
        new SegmentWriter(folder, Disk.SYSTEM, new SegmentWriter.Sizes(200, 100), Map.of());
    for (long i = 1; i <= 20; i++) {
      writer.write(Map.of("value", i));
    }
    assertThat(values(new SegmentTail(folder, 17).next(10))).containsExactly(18L, 19L, 20L);
    assertThat(new SegmentTail(folder.resolve("nowhere"), 0).next(10)).isEmpty();
  }
}
