package dev.tuneplan.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintsTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_500_000_000_000L);

  @TempDir Path folder;

  private String of(Path... files) {
    return new Fingerprints(CountStore.in(folder.resolve("counts"))).of(List.of(files), n -> {});
  }

  private Path write(String name, String text, FileTime time) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setLastModifiedTime(file, time);
    return file;
  }

  private long seen() throws IOException {
    if (!Files.isDirectory(folder.resolve("counts"))) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(folder.resolve("counts"))) {
      return all.filter(p -> p.getFileName().toString().startsWith("seen-")).count();
    }
  }

  @Test
  void filesOfTheSameContentHaveTheSameName() throws IOException {
    assertThat(of(write("a", "text", LONG_AGO))).isEqualTo(of(write("b", "text", LONG_AGO)));
    assertThat(of(folder.resolve("a"))).isNotEqualTo(of(write("c", "Text", LONG_AGO)));
  }

  @Test
  void theOrderAndTheBordersOfFilesMatter() throws IOException {
    Path a = write("a", "ab", LONG_AGO);
    Path b = write("b", "c", LONG_AGO);
    Path c = write("c", "a", LONG_AGO);
    Path d = write("d", "bc", LONG_AGO);
    assertThat(of(a, b)).isNotEqualTo(of(b, a)).isNotEqualTo(of(c, d));
  }

  @Test
  void aRenamedFileKeepsItsName() throws IOException {
    Path file = write("a", "text", LONG_AGO);
    String before = of(file);
    assertThat(of(Files.move(file, folder.resolve("b")))).isEqualTo(before);
  }

  @Test
  void aChangeOfTheSameSizeAndTimeIsSeenWhenTheFileHadJustBeenWritten() throws IOException {
    FileTime now = FileTime.from(Instant.now());
    String before = of(write("a", "text", now));
    assertThat(of(write("a", "tent", now))).isNotEqualTo(before);
    assertThat(seen()).isZero();
  }

  @Test
  void aFileThatSaysItIsOfTheFutureIsReadEachTime() throws IOException {
    FileTime future = FileTime.from(Instant.now().plusSeconds(1_000_000));
    String before = of(write("a", "text", future));
    assertThat(of(write("a", "tent", future))).isNotEqualTo(before);
  }

  @Test
  void anOldFileIsNotReadAgain() throws IOException {
    String before = of(write("a", "text", LONG_AGO));
    assertThat(seen()).isEqualTo(1);
    // nobody changes a file and sets its time back, so that this shows that it is not read
    assertThat(of(write("a", "tent", LONG_AGO))).isEqualTo(before);
  }

  @Test
  void aTouchedFileIsReadAgain() throws IOException {
    String before = of(write("a", "text", LONG_AGO));
    FileTime later = FileTime.fromMillis(LONG_AGO.toMillis() + 1);
    assertThat(of(write("a", "text", later))).isEqualTo(before);
    assertThat(seen()).isEqualTo(2);
    assertThat(of(write("a", "tent", FileTime.fromMillis(LONG_AGO.toMillis() + 2))))
        .isNotEqualTo(before);
  }

  @Test
  void aLongerFileOfTheSameTimeIsReadAgain() throws IOException {
    String before = of(write("a", "text", LONG_AGO));
    assertThat(of(write("a", "texts", LONG_AGO))).isNotEqualTo(before);
  }

  @Test
  void everyByteIsReportedWhetherItIsReadOrKnown() throws IOException {
    Path file = write("a", "text", LONG_AGO);
    for (int round = 0; round < 2; round++) {
      AtomicLong bytes = new AtomicLong();
      new Fingerprints(CountStore.in(folder.resolve("counts"))).of(List.of(file), bytes::addAndGet);
      assertThat(bytes).hasValue(4);
    }
  }

  @Test
  void aFileThatIsGoneIsAFault() {
    assertThatThrownBy(() -> of(folder.resolve("gone")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("gone")
        .hasMessageContaining("cannot be read");
  }
}
