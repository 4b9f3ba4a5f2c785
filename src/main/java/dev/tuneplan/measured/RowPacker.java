package dev.tuneplan.measured;

import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.agent.sample.Spread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Packs the rows of a device one after the other: what is told of a row is how it differs from what
 * the row before lets expect, in as few bytes as that takes, and these are deflated. Words are
 * written once. Used by one thread.
 */
final class RowPacker {
  /** Of this way to write; the first byte of each block. */
  static final int FORMAT = 1;

  static final double THOUSANDTHS = 1000;
  static final long NANOS_PER_MICRO = 1000;
  private static final int SEVEN_BITS = 0x7f;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final DeflaterOutputStream out;
  private final Map<String, Integer> words = new HashMap<>();
  private final Map<Gauge, Long> means = new HashMap<>();
  private long to;
  private long at;
  private int count;

  RowPacker() {
    bytes.write(FORMAT);
    out = new DeflaterOutputStream(bytes, deflater);
  }

  void add(Row row) {
    try {
      write(row);
    } catch (IOException e) {
      // memory takes everything
      throw new UncheckedIOException(e);
    }
  }

  private void write(Row row) throws IOException {
    word(row.phase().word());
    difference(row.from() - to);
    number(row.to() - row.from());
    long wall = ChronoUnit.NANOS.between(Instant.EPOCH, row.at());
    difference(wall - at - (row.to() - to) * NANOS_PER_MICRO);
    number(row.count());
    number(row.gauges().size());
    for (Map.Entry<Gauge, Spread> gauge : row.gauges().entrySet()) {
      Spread s = gauge.getValue();
      long mean = thousandths(s.mean());
      word(gauge.getKey().key());
      difference(mean - means.getOrDefault(gauge.getKey(), 0L));
      number(mean - thousandths(s.min()));
      number(thousandths(s.max()) - mean);
      difference(s.count() - row.count());
      means.put(gauge.getKey(), mean);
    }
    number(row.counters().size());
    for (var counter : row.counters().entrySet()) {
      word(counter.getKey().key());
      number(counter.getValue());
    }
    number(row.signs().size());
    for (Map.Entry<String, Long> sign : row.signs().entrySet()) {
      word(sign.getKey());
      number(sign.getValue());
    }
    to = row.to();
    at = wall;
    count++;
  }

  /** Spreads are whole thousandths. */
  private static long thousandths(double value) {
    return Math.round(value * THOUSANDTHS);
  }

  private void word(String word) throws IOException {
    Integer known = words.get(word);
    number(known == null ? words.size() : known);
    if (known == null) {
      words.put(word, words.size());
      byte[] text = word.getBytes(StandardCharsets.UTF_8);
      number(text.length);
      out.write(text);
    }
  }

  private void difference(long value) throws IOException {
    number(value << 1 ^ value >> 63);
  }

  /** Seven bits a byte, the lowest first; the top bit says that more come. */
  private void number(long value) throws IOException {
    long left = value;
    while ((left & ~SEVEN_BITS) != 0) {
      out.write((int) (left & SEVEN_BITS | SEVEN_BITS + 1));
      left >>>= 7;
    }
    out.write((int) left);
  }

  /** Ends it; of at least one row. */
  RowBlock block(String device) {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    deflater.end();
    return new RowBlock(device, count, bytes.toByteArray());
  }
}
