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
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {
  private static final SegmentWriter.Sizes SMALL = new SegmentWriter.Sizes(500, 40);
  private static final BooleanSupplier NEVER = () -> false;

  @TempDir private Path folder;
  private final List<Long> values = new ArrayList<>();
  private final List<SealedLine> others = new ArrayList<>();

  private SegmentWriter writer(Disk disk) {
    return new SegmentWriter(folder, disk, SMALL, Map.of("run", "7f3a", "schema", 1L));
  }

  private static Map<String, Object> line(long value) {
    return Map.of("value", value, "text", "ü \"x\" \n" + value / 7.0);
  }

  private SegmentReader.Found read() throws IOException {
    values.clear();
    others.clear();
    return SegmentReader.read(
        folder,
        l -> {
          if (l.seq() == 0) {
            others.add(l);
          } else {
            values.add((Long) l.tree().get("value"));
          }
        });
  }

  private static List<Long> upTo(long n) {
    return LongStream.rangeClosed(1, n).boxed().toList();
  }

  private SegmentWriter wrote(int lines) {
    SegmentWriter writer = writer(Disk.SYSTEM);
    for (int i = 1; i <= lines; i++) {
      assertThat(writer.write(line(i))).isTrue();
    }
    return writer;
  }

  @Test
  void whatIsWrittenIsReadInOrder() throws IOException {
    SegmentWriter writer = wrote(50);
    assertThat(writer.close()).isTrue();
    SegmentReader.Found found = read();
    assertThat(values).isEqualTo(upTo(50));
    assertThat(found).isEqualTo(new SegmentReader.Found(50, 50, 0, writer.checksum(), List.of()));
    List<Path> files = Names.all(folder);
    assertThat(files).hasSizeGreaterThan(5).allMatch(Names::sealed);
    assertThat(others).hasSameSizeAs(files);
    assertThat(others.get(1).tree())
        .containsEntry("segment", 2L)
        .containsEntry("run", "7f3a")
        .containsEntry("schema", 1L);
  }

  @Test
  void anOpenSegmentIsReadToo() throws IOException {
    wrote(3);
    assertThat(read().torn()).isEmpty();
    assertThat(values).isEqualTo(upTo(3));
    assertThat(Names.all(folder)).noneMatch(Names::sealed);
  }

  @Test
  void anotherWriterGoesOnBehindTheLastLine() throws IOException {
    wrote(20);
    SegmentWriter second = writer(Disk.SYSTEM);
    for (int i = 21; i <= 25; i++) {
      second.write(line(i));
    }
    assertThat(second.close()).isTrue();
    assertThat(read().last()).isEqualTo(25);
    assertThat(values).isEqualTo(upTo(25));
  }

  @Test
  void noFolderIsNoLine() throws IOException {
    assertThat(SegmentReader.read(folder.resolve("nowhere"), l -> values.add(1L)))
        .isEqualTo(new SegmentReader.Found(0, 0, 0, new LineSum().hex(), List.of()));
    assertThat(values).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  /** What a crash of the machine leaves: a file that ends anywhere behind what was forced. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aSegmentThatEndsAnywhereCostsNothingThatWasForced(long seed) throws IOException {
    Random random = new Random(seed);
    int forced = 1 + random.nextInt(4);
    SegmentWriter writer =
        new SegmentWriter(folder, Disk.SYSTEM, SegmentWriter.Sizes.USUAL, Map.of());
    for (int i = 1; i <= forced; i++) {
      writer.write(line(i));
    }
    assertThat(writer.force()).isTrue();
    Path file = Names.all(folder).getFirst();
    long safe = Files.size(file);
    for (int i = forced + 1; i <= forced + 4; i++) {
      writer.write(line(i));
    }
    byte[] all = Files.readAllBytes(file);
    int end = (int) (safe + random.nextInt(all.length - (int) safe));
    Files.write(file, java.util.Arrays.copyOf(all, end));
    // file systems fill with zeros what they had given room and not written
    Files.write(file, new byte[random.nextInt(3) * 100], StandardOpenOption.APPEND);
    read();
    assertThat(values.size()).isGreaterThanOrEqualTo(forced);
    assertThat(values).isEqualTo(upTo(values.size()));
  }

  /** Every byte counts: whatever is changed, what is read was written. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aChangedByteIsNotAccepted(long seed) throws IOException {
    Random random = new Random(seed);
    wrote(12).close();
    List<Path> files = Names.all(folder);
    Path file = files.get(random.nextInt(files.size()));
    byte[] all = Files.readAllBytes(file);
    int at = random.nextInt(all.length);
    all[at] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, all);
    SegmentReader.Found found = read();
    assertThat(found.torn()).isNotEmpty().allMatch(t -> t.file().equals(file));
    assertThat(upTo(12)).containsAll(values);
    assertThat(values).doesNotHaveDuplicates();
  }

  @Test
  void aSealedSegmentThatLacksLinesIsSaidToBeTorn() throws IOException {
    wrote(30).close();
    Path file = Names.all(folder).get(1);
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1));
    SegmentReader.Found found = read();
    assertThat(found.torn())
        .containsExactly(new SegmentReader.Torn(file, lines.size(), "lines are missing"));
    assertThat(values).isEqualTo(upTo(30));
    lines.remove(1);
    Files.write(file, lines);
    assertThat(read().missing()).isEqualTo(1);
    assertThat(read().torn()).hasSize(1);
  }

  @Test
  void aFullDiskCostsNothingThatFitsInMemory() throws IOException {
    boolean[] full = {false};
    SegmentWriter writer = writer(new FragileDisk(new Random(1), () -> full[0], NEVER, NEVER));
    writer.write(line(1));
    full[0] = true;
    for (int i = 2; i <= 30; i++) {
      assertThat(writer.write(line(i))).isFalse();
    }
    assertThat(writer.force()).isFalse();
    full[0] = false;
    assertThat(writer.write(line(31))).isTrue();
    assertThat(writer.close()).isTrue();
    assertThat(read().torn()).isEmpty();
    assertThat(values).isEqualTo(upTo(31));
  }

  @Test
  void whatWasLostIsWrittenDown() throws IOException {
    boolean[] full = {true};
    SegmentWriter writer = writer(new FragileDisk(new Random(1), () -> full[0], NEVER, NEVER));
    for (int i = 1; i <= 100; i++) {
      writer.write(line(i));
    }
    full[0] = false;
    assertThat(writer.close()).isTrue();
    assertThat(writer.lost()).isEqualTo(60);
    assertThat(read().missing()).isEqualTo(60);
    assertThat(values).isEqualTo(LongStream.rangeClosed(61, 100).boxed().toList());
    assertThat(others).anyMatch(l -> Long.valueOf(60).equals(l.tree().get("lost")));
  }

  /** Any write, any force, any repair may fail, again and again; in the end the disk works. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aDiskThatFailsNowAndThenCostsNoLineAndDoublesNone(long seed) throws IOException {
    Random random = new Random(seed);
    boolean[] works = {false};
    BooleanSupplier fails = () -> !works[0] && random.nextInt(4) == 0;
    SegmentWriter writer =
        new SegmentWriter(
            folder,
            new FragileDisk(random, fails, fails, fails),
            new SegmentWriter.Sizes(500, 1000),
            Map.of());
    int lines = 60;
    for (int i = 1; i <= lines; i++) {
      writer.write(line(i));
      if (random.nextInt(3) == 0) {
        writer.force();
      }
    }
    works[0] = true;
    assertThat(writer.close()).isTrue();
    SegmentReader.Found found = read();
    assertThat(values).isEqualTo(upTo(lines));
    assertThat(found.checksum()).isEqualTo(writer.checksum());
    assertThat(found.missing()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"seq\":1}",
        "{\"seq\":1,\"crc\":\"00000000\"}",
        ",\"crc\":\"00000000\"}",
        "{\"seq\":1,\"value\":1,\"crc\":\"",
      })
  void whatHasNoChecksumIsNoLine(String text) {
    assertThat(SealedLine.parse(text)).isEmpty();
  }

  @Test
  void aLineIsPlainJsonToo() {
    String text = SealedLine.of(7, Map.of("value", 1L)).text();
    assertThat(text).matches("\\{\"seq\":7,\"value\":1,\"crc\":\"[0-9a-f]{8}\"}");
    assertThat(SealedLine.parse(text)).contains(SealedLine.of(7, Map.of("value", 1L)));
  }
}
