package dev.tuneplan.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads files in a JVM whose heap is much smaller than they are. */
class ConstantMemoryTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"a.jsonl, 300, 64", "a.json, 150, 48", "a.csv, 150, 48"})
  void readsAFileThatIsMuchLargerThanTheHeap(String name, int megabytes, int heapMegabytes)
      throws Exception {
    Path file = folder.resolve(name);
    long rows = write(file, megabytes * 1_000_000L);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.strip()).isEqualTo(rows + " rows");
  }

  private static long write(Path file, long bytes) throws IOException {
    String words = "the quick brown fox jumps over the lazy dog, größer als 日本 ";
    String text = words.repeat(40);
    String row = "{\"prompt\":\"" + text + "\",\"completion\":\"" + text + "\"}";
    boolean list = file.toString().endsWith(".json");
    boolean csv = file.toString().endsWith(".csv");
    byte[] line =
        (csv ? "\"" + text + "\",\"" + text + "\"\n" : row + (list ? ",\n" : "\n"))
            .getBytes(StandardCharsets.UTF_8);
    long rows = 1;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write((csv ? "prompt,completion\n" : list ? "[" : "").getBytes(StandardCharsets.UTF_8));
      for (long written = line.length; written < bytes; written += line.length) {
        out.write(line);
        rows++;
      }
      out.write(csv ? line : (row + (list ? "]" : "\n")).getBytes(StandardCharsets.UTF_8));
    }
    return rows;
  }

  /** What the other JVM runs. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) {
      long rows = 0;
      try (RowReader reader =
          RowReader.open(DataSource.of(List.of(args[0])), ReadOptions.DEFAULT)) {
        while (reader.next()) {
          rows += reader.row() instanceof Row.Good ? 1 : 0;
        }
      }
      System.out.println(rows + " rows");
    }
  }
}
