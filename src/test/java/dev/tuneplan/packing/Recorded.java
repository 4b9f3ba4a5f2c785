package dev.tuneplan.packing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** What dev/packing/golden.py wrote, and the lengths that it drew. */
final class Recorded {
  private static final Map<String, int[]> QUANTILES =
      rows("lengths.csv")
          .collect(
              Collectors.toMap(
                  r -> r.text("lengths"),
                  r ->
                      Arrays.stream(r.text("quantiles").split(" "))
                          .mapToInt(Integer::parseInt)
                          .toArray()));

  private Recorded() {}

  /** A line of a file; its columns by name. */
  record Row(List<String> names, List<String> values) {
    String text(String column) {
      return values.get(names.indexOf(column));
    }

    int number(String column) {
      return Integer.parseInt(text(column));
    }

    long big(String column) {
      return Long.parseLong(text(column));
    }

    boolean flag(String column) {
      return Boolean.parseBoolean(text(column));
    }

    int[] lengths() {
      return drawn(text("lengths"), number("size"));
    }

    @Override
    public String toString() {
      return IntStream.range(0, names.size())
          .mapToObj(i -> names.get(i) + "=" + values.get(i))
          .collect(Collectors.joining(" "));
    }
  }

  static Stream<Row> rows(String file) {
    try (InputStream in = Recorded.class.getResourceAsStream("/packing/" + file)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      List<String> names = List.of(lines.getFirst().split(","));
      return lines.stream().skip(1).map(l -> new Row(names, List.of(l.split(",", -1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same set of lengths as golden.py's {@code drawn(table, size, seed=size)}. */
  static int[] drawn(String distribution, int size) {
    int[] table = QUANTILES.getOrDefault(distribution, new int[1]);
    long state = size;
    int[] lengths = new int[size];
    for (int i = 0; i < size; i++) {
      state += 0x9E3779B97F4A7C15L;
      long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      lengths[i] = table[(int) (((z ^ (z >>> 31)) >>> 33) % table.length)];
    }
    return lengths;
  }

  /** Every set of lengths of some size. */
  static Stream<int[]> sets(int size) {
    return QUANTILES.keySet().stream().sorted().map(name -> drawn(name, size));
  }

  static long crc(IntStream numbers) {
    return crc(numbers.asLongStream());
  }

  static long crc(LongStream numbers) {
    CRC32 crc = new CRC32();
    crc.update(
        numbers
            .mapToObj(Long::toString)
            .collect(Collectors.joining(","))
            .getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
