package dev.tuneplan.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CountStoreTest {
  private static final String KEY = CountStore.key("exact", List.of("some data"));

  @TempDir Path folder;

  private CountStore store() {
    return CountStore.in(folder.resolve("counts"));
  }

  private Path kept(String key) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> p.endsWith(key)).findAny().orElseThrow();
    }
  }

  @Test
  void whatWasKeptIsFoundAndNothingElse() {
    store().keep(KEY, "a count");
    assertThat(store().text(KEY)).contains("a count");
    assertThat(store().text(CountStore.key("exact", List.of("other data")))).isEmpty();
    assertThat(store().text(CountStore.key("sampled", List.of("some data")))).isEmpty();
    store().keep(KEY, "another");
    assertThat(store().text(KEY)).contains("another");
  }

  @Test
  void aStoreOfNothingKeepsNothing() {
    CountStore.none().keep(KEY, "a count");
    assertThat(CountStore.none().text(KEY)).isEmpty();
  }

  @Test
  void aFileOfWhichAnyByteIsWrongOrMissingCountsAsAbsent() throws IOException {
    store().keep(KEY, "a count");
    Path file = kept(KEY);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] wrong = whole.clone();
      wrong[i] ^= (byte) (1 << i % 8);
      Files.write(file, wrong);
      assertThat(store().text(KEY)).as("byte %d is wrong", i).isEmpty();
      Files.write(file, Arrays.copyOf(whole, i));
      assertThat(store().text(KEY)).as("%d bytes are left", i).isEmpty();
    }
    Files.write(file, whole);
    assertThat(store().text(KEY)).contains("a count");
  }

  @Test
  void aWholeFileOfAnotherKindOfValueCountsAsAbsent() {
    store().keep(KEY, "a count");
    assertThat(store().find(KEY, Counted::read)).isEmpty();
    assertThat(store().find(KEY, DataIndex::read)).isEmpty();
  }

  @Test
  void countsOfAnotherVersionStandInAnotherFolder() throws IOException {
    store().keep(KEY, "a count");
    Path version = kept(KEY).getParent();
    assertThat(version.getFileName().toString()).matches("v\\d+");
    Files.move(version, version.resolveSibling("v0"));
    assertThat(store().text(KEY)).isEmpty();
  }

  @Test
  void onlyItsOwnerMayLookIntoTheFolder() throws IOException {
    store().keep(KEY, "a count");
    assertThat(Files.getPosixFilePermissions(kept(KEY).getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(kept(KEY)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aFolderThatCannotBeMadeKeepsNothingAndSaysNothing() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("file"), "x");
    CountStore store = CountStore.in(inTheWay);
    store.keep(KEY, "a count");
    assertThat(store.text(KEY)).isEmpty();
    assertThat(inTheWay).hasContent("x");
  }

  @Test
  void whatCannotBeWrittenIsNotHalfWritten() throws IOException {
    store().keep(KEY, "a count");
    store()
        .keep(
            KEY,
            out -> {
              out.writeUTF("half of");
              throw new IOException("no more");
            });
    assertThat(store().text(KEY)).contains("a count");
    try (Stream<Path> all = Files.list(kept(KEY).getParent())) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void severalWritersOfOneKeyLeaveTheWholeValueOfOneOfThem() throws Exception {
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int w = 0; w < 4; w++) {
      String value = Integer.toString(w).repeat(20_000);
      writers.add(() -> {
        boolean whole = true;
        for (int i = 0; i < 40; i++) {
          store().keep(KEY, value);
          String read = store().text(KEY).orElseThrow();
          whole &= read.length() == 20_000 && read.chars().distinct().count() == 1;
        }
        return whole;
      });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> whole : pool.invokeAll(writers)) {
        assertThat(whole.get()).isTrue();
      }
    }
  }

  @Test
  void whatIsUsedIsMarkedAsUsed() throws IOException {
    store().keep(KEY, "a count");
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(kept(KEY), old);
    assertThat(store().text(KEY)).isPresent();
    assertThat(Files.getLastModifiedTime(kept(KEY))).isGreaterThan(old);
  }

  @Test
  void whatWasUsedLongestAgoGoesWhenThereIsTooMuch() throws IOException {
    store().keep(KEY, "a count");
    Path counts = kept(KEY).getParent();
    // files of holes: they have a size, and take no room
    for (String name : List.of("oldest", "old", "new")) {
      try (var file = new java.io.RandomAccessFile(counts.resolve(name).toFile(), "rw")) {
        file.setLength(600L << 20);
      }
    }
    Files.setLastModifiedTime(counts.resolve("oldest"), FileTime.fromMillis(1_000_000));
    Files.setLastModifiedTime(counts.resolve("old"), FileTime.fromMillis(2_000_000));
    store().keep("another", "b");
    assertThat(counts.resolve("oldest")).doesNotExist();
    assertThat(counts.resolve("old")).doesNotExist();
    assertThat(counts.resolve("new")).exists();
    assertThat(store().text(KEY)).isPresent();
    assertThat(store().text("another")).isPresent();
  }

  static IntStream seeds() {
    return IntStream.range(0, 30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void numbersComeBackAsTheyWere(int seed) throws IOException {
    Random random = new Random(seed);
    int[] numbers = random.ints(random.nextInt(300)).map(n -> n >> random.nextInt(32)).toArray();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CountStore.write(new DataOutputStream(bytes), numbers);
    assertThat(CountStore.read(in(bytes.toByteArray()))).isEqualTo(numbers);
  }

  @Test
  void theLargestAndSmallestNumbersComeBackToo() throws IOException {
    int[] numbers = {0, -1, 1, 63, 64, -64, -65, Integer.MAX_VALUE, Integer.MIN_VALUE};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CountStore.write(new DataOutputStream(bytes), numbers);
    assertThat(CountStore.read(in(bytes.toByteArray()))).isEqualTo(numbers);
  }

  @Test
  void aDamagedSizeAsksForNoMemory() {
    Assertions.assertThatThrownBy(() -> CountStore.read(in(new byte[] {0x7f, -1, -1, -1, 1, 2, 3})))
        .isInstanceOf(IOException.class);
    Assertions.assertThatThrownBy(() -> CountStore.read(in(new byte[] {-1, -1, -1, -1})))
        .isInstanceOf(IOException.class);
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
