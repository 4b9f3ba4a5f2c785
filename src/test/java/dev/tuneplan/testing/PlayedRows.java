package dev.tuneplan.testing;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.agent.sample.RowText;
import dev.tuneplan.agent.sample.Spread;
import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.SegmentWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rows of ten seconds as a wrapper would write them of an attempt with some GPUs: set-up, training,
 * stopping.
 *
 * @param seed of what varies
 * @param gpus how many
 * @param each rows of each device, ≥ 3
 */
public record PlayedRows(long seed, int gpus, int each) {
  private static final long TEN_SECONDS = 10_000_000;
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  /** All rows, in the order in which they were made. */
  public List<Row> rows() {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    long from = 0;
    for (int i = 0; i < each; i++) {
      long to = from + TEN_SECONDS + random.nextInt(20_000);
      for (int gpu = -1; gpu < gpus; gpu++) {
        rows.add(row(random, gpu < 0 ? Device.HOST : "GPU-" + gpu, i, from, to));
      }
      from = to;
    }
    return rows;
  }

  private Row row(Random random, String device, int i, long from, long to) {
    Phase phase = i < each / 3 ? Phase.SETUP : i < each - 1 ? Phase.TRAINING : Phase.STOPPING;
    Map<Gauge, Spread> gauges = new EnumMap<>(Gauge.class);
    Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    if (device.equals(Device.HOST)) {
      gauges.put(Gauge.RESIDENT, spread(random, 9000));
      counters.put(Counter.TREE_CPU, (long) random.nextInt(10_000_000));
    } else {
      gauges.put(Gauge.BUSY, spread(random, phase == Phase.TRAINING ? 95 : 3));
      gauges.put(Gauge.MEMORY, spread(random, 70_000));
      gauges.put(Gauge.POWER, spread(random, phase == Phase.TRAINING ? 620 : 90));
      gauges.put(Gauge.CLOCK, spread(random, 1700));
      gauges.put(Gauge.TEMPERATURE, spread(random, 60));
      counters.put(
          Counter.ENERGY, (phase == Phase.TRAINING ? 6_200_000L : 900_000L) + random.nextInt(1000));
    }
    Map<String, Long> signs = random.nextInt(5) == 0 ? Map.of("power cap", 9L) : Map.of();
    // a clock that is set goes back
    Instant at =
        START.plusNanos(to * 1000 + random.nextInt(1000) - (i % 50 == 49 ? 3_000_000_000L : 0));
    return new Row(device, phase, from, to, at, 10, gauges, counters, signs);
  }

  private static Spread spread(Random random, double around) {
    double width = around * 0.02 * random.nextDouble();
    return new Spread(around - width, around, around + width, random.nextInt(9) == 0 ? 9 : 10);
  }

  /** Writes an attempt's segments. */
  public void write(Path samples) {
    SegmentWriter writer =
        new SegmentWriter(
            samples, Disk.SYSTEM, SegmentWriter.Sizes.USUAL, Map.of("run", "7f3a", "schema", 1L));
    rows().forEach(row -> writer.write(RowText.tree(row)));
    writer.write(Map.of("is", "end", "s", 10.0 * each));
    writer.close();
  }
}
