package dev.tuneplan.measured;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.agent.sample.Spread;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.InflaterInputStream;

/** The opposite of {@link RowPacker}. Used by one thread. */
final class RowUnpacker {
  private static final int MOST_BITS = 63;

  private final String device;
  private final InputStream in;
  private final int format;
  private final List<String> words = new ArrayList<>();
  private final Map<Gauge, Long> means = new HashMap<>();
  private long to;
  private long at;

  RowUnpacker(String device, byte[] bytes) {
    this.device = device;
    this.format = bytes.length == 0 ? 0 : bytes[0];
    this.in =
        new BufferedInputStream(
            new InflaterInputStream(
                new ByteArrayInputStream(bytes, 1, Math.max(0, bytes.length - 1))));
  }

  List<Row> rows(int count) {
    if (format != RowPacker.FORMAT) {
      throw new IllegalArgumentException("rows of " + device + " have the format " + format);
    }
    List<Row> rows = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        rows.add(row());
      }
    } catch (IOException | ArithmeticException e) {
      throw new IllegalArgumentException("rows of " + device + " are damaged", e);
    }
    return rows;
  }

  private Row row() throws IOException {
    String phase = word();
    long from = to + difference();
    long until = from + number();
    at += difference() + (until - to) * RowPacker.NANOS_PER_MICRO;
    to = until;
    long count = number();
    return new Row(
        device,
        Phase.of(phase).orElseThrow(() -> new IOException("no phase: " + phase)),
        from,
        until,
        Instant.EPOCH.plusNanos(at),
        count,
        gauges(count),
        counters(),
        signs());
  }

  private Map<Gauge, Spread> gauges(long count) throws IOException {
    Map<Gauge, Spread> gauges = new EnumMap<>(Gauge.class);
    for (long left = number(); left > 0; left--) {
      String key = word();
      Gauge gauge = of(Gauge.values(), Gauge::key, key);
      long mean = means.getOrDefault(gauge, 0L) + difference();
      long min = mean - number();
      long max = mean + number();
      means.put(gauge, mean);
      gauges.put(
          gauge,
          new Spread(
              min / RowPacker.THOUSANDTHS,
              mean / RowPacker.THOUSANDTHS,
              max / RowPacker.THOUSANDTHS,
              count + difference()));
    }
    return gauges;
  }

  private Map<Counter, Long> counters() throws IOException {
    Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    for (long left = number(); left > 0; left--) {
      String key = word();
      counters.put(of(Counter.values(), Counter::key, key), number());
    }
    return counters;
  }

  private static <T> T of(T[] all, java.util.function.Function<T, String> key, String word)
      throws IOException {
    for (T one : all) {
      if (key.apply(one).equals(word)) {
        return one;
      }
    }
    throw new IOException("nothing is called " + word);
  }

  private Map<String, Long> signs() throws IOException {
    Map<String, Long> signs = new TreeMap<>();
    for (long left = number(); left > 0; left--) {
      signs.put(word(), number());
    }
    return signs;
  }

  private String word() throws IOException {
    int index = Math.toIntExact(number());
    if (index == words.size()) {
      int length = Math.toIntExact(number());
      byte[] text = in.readNBytes(length);
      if (text.length < length) {
        throw new EOFException();
      }
      words.add(new String(text, StandardCharsets.UTF_8));
    } else if (index > words.size()) {
      throw new IOException("no word has the number " + index);
    }
    return words.get(index);
  }

  private long difference() throws IOException {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }

  private long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift <= MOST_BITS; shift += 7) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("a number does not end");
  }
}
