package dev.tuneplan.bench;

import com.github.luben.zstd.ZstdOutputStream;
import dev.tuneplan.dataset.DataSource;
import dev.tuneplan.dataset.ReadOptions;
import dev.tuneplan.dataset.Row;
import dev.tuneplan.dataset.RowReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Megabytes of unpacked training data read a second on one thread, examples and their sizes made.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DatasetBenchmark {
  private static final int MEGABYTES = 32;

  /** The file's ending. */
  @Param({"jsonl", "jsonl.gz", "jsonl.zst", "json", "csv", "txt"})
  public String kind;

  private Path folder;
  private DataSource source;

  /** Writes conversations of some 3 KB each, or rows of the same texts. */
  @org.openjdk.jmh.annotations.Setup(Level.Trial)
  public void write() throws IOException {
    folder = Files.createTempDirectory("dataset-benchmark");
    Path file = folder.resolve("rows." + kind);
    Random random = new Random(1);
    long written = 0;
    try (OutputStream out = open(file)) {
      out.write(ascii(kind.equals("csv") ? "prompt,completion\n" : kind.equals("json") ? "[" : ""));
      while (written < MEGABYTES * 1_000_000L) {
        byte[] row =
            (kind.equals("json") && written > 0 ? "," : "")
                .concat(row(random))
                .getBytes(StandardCharsets.UTF_8);
        out.write(row);
        written += row.length;
      }
      out.write(ascii(kind.equals("json") ? "]" : ""));
    }
    source = DataSource.of(List.of(file.toString()));
  }

  private OutputStream open(Path file) throws IOException {
    OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file));
    return kind.endsWith(".gz")
        ? new GZIPOutputStream(raw)
        : kind.endsWith(".zst") ? new ZstdOutputStream(raw) : raw;
  }

  private String row(Random random) {
    String prompt = text(random, 60);
    String answer = text(random, 300);
    return switch (kind) {
      case "txt" -> prompt + answer + "\n";
      case "csv" -> "\"" + prompt + "\",\"" + answer + "\"\n";
      default ->
          "{\"messages\": [{\"role\": \"system\", \"content\": \"Answer.\"}, {\"role\": \"user\","
              + " \"content\": \""
              + prompt
              + "\"}, {\"role\": \"assistant\", \"content\": \""
              + answer.replace(". ", ".\\n")
              + "\"}]}\n";
    };
  }

  private static String text(Random random, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      String sign = random.nextInt(100) == 0 ? "é" : "";
      text.append(Long.toString(random.nextLong(1L << 35), 36)).append(sign);
      text.append(i % 12 == 11 ? ". " : " ");
    }
    return text.toString();
  }

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(folder.resolve("rows." + kind));
    Files.delete(folder);
  }

  /** Every row, and the sum of their sizes. */
  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public long megabytes() {
    long chars = 0;
    try (RowReader rows = RowReader.open(source, ReadOptions.DEFAULT)) {
      while (rows.next()) {
        chars += rows.row() instanceof Row.Good g ? g.example().chars() : 0;
      }
    }
    return chars;
  }
}
