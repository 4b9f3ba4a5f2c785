package dev.tuneplan.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.record.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {
  private static final Moment START = new Moment(Instant.parse("2026-11-25T12:00:00Z"), 77);

  private final List<Row> rows = new ArrayList<>();
  private final Sampler sampler = new Sampler(START, rows::add);

  private static Moment at(double seconds) {
    long nanos = Math.round(seconds * 1e9);
    return new Moment(START.wall().plusNanos(nanos), START.nanos() + nanos);
  }

  private static Reading reading(String device, double seconds, long energy, double power) {
    return new Reading(
        device, at(seconds), Map.of(Gauge.POWER, power), Map.of(Counter.ENERGY, energy), List.of());
  }

  private Totals totals() {
    Totals totals = new Totals();
    rows.forEach(totals::add);
    return totals;
  }

  @Test
  void eightReadingsAreARow() {
    sampler.phase(Phase.TRAINING, at(0));
    for (int i = 0; i <= 16; i++) {
      sampler.take(reading("a", i, 1000 * i, 100 + i));
    }
    assertThat(rows)
        .containsExactly(
            new Row(
                "a",
                Phase.TRAINING,
                0,
                8_000_000,
                at(8).wall(),
                9,
                Map.of(Gauge.POWER, new Spread(100, 104, 108, 9)),
                Map.of(Counter.ENERGY, 8000L),
                Map.of()),
            new Row(
                "a",
                Phase.TRAINING,
                8_000_000,
                16_000_000,
                at(16).wall(),
                8,
                Map.of(Gauge.POWER, new Spread(109, 112.5, 116, 8)),
                Map.of(Counter.ENERGY, 8000L),
                Map.of()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readingsThatComeOneAndAHalfSecondsLateLeaveNothingOlderThanTenSeconds(long seed) {
    Random random = new Random(seed);
    sampler.phase(Phase.TRAINING, at(0));
    double time = 0;
    for (int i = 0; i < 100; i++) {
      sampler.take(reading("a", time, i, 1));
      sampler.flush(at(time));
      double told = rows.isEmpty() ? 0 : rows.getLast().to() / 1e6;
      time += random.nextInt(4) == 0 ? 1 + 1.5 * random.nextDouble() : 1;
      // just before the next reading is taken
      assertThat(time - told).isLessThan(10);
    }
  }

  @Test
  void aPhaseThatBeginsEndsTheRow() {
    sampler.phase(Phase.SETUP, at(0));
    sampler.take(reading("a", 1, 0, 100));
    sampler.take(reading("a", 2, 100, 100));
    sampler.phase(Phase.TRAINING, at(2.25));
    sampler.take(reading("a", 3, 500, 400));
    sampler.end();
    assertThat(rows).extracting(Row::phase).containsExactly(Phase.SETUP, Phase.TRAINING);
    assertThat(rows).extracting(Row::to).containsExactly(2_250_000L, 3_000_000L);
    assertThat(rows).extracting(Row::count).containsExactly(2L, 1L);
    assertThat(rows).extracting(r -> r.counters().get(Counter.ENERGY)).containsExactly(200L, 300L);
    assertThat(rows.getFirst().at()).isEqualTo(at(2.25).wall());
  }

  @Test
  void aDeviceThatIsSilentKeepsNothingBack() {
    sampler.phase(Phase.TRAINING, at(0));
    sampler.take(reading("a", 0, 0, 100));
    sampler.take(reading("a", 1, 100, 100));
    sampler.flush(at(5));
    assertThat(rows).isEmpty();
    sampler.flush(at(11));
    assertThat(rows).extracting(Row::to).containsExactly(1_000_000L);
    sampler.phase(Phase.STOPPING, at(51));
    sampler.take(reading("a", 101, 10_100, 100));
    sampler.end();
    assertThat(rows).extracting(Row::count).containsExactly(2L, 0L, 1L);
    assertThat(rows)
        .extracting(r -> r.counters().getOrDefault(Counter.ENERGY, 0L))
        .containsExactly(100L, 5000L, 5000L);
  }

  @Test
  void aCounterThatIsSetBackGrowsByItsPower() {
    sampler.phase(Phase.TRAINING, at(0));
    sampler.take(reading("a", 0, 1_000_000, 300));
    sampler.take(reading("a", 1, 1_300_000, 300));
    sampler.take(reading("a", 2, 50_000, 500));
    sampler.take(reading("a", 3, 350_000, 300));
    sampler.end();
    assertThat(totals().counter("a", Counter.ENERGY)).hasValue(300_000 + 400_000 + 300_000);
    assertThat(totals().signs("a")).isEqualTo(Map.of("energyJ set back", 1L));
  }

  @Test
  void aCounterThatIsSetBackWithoutPowerGrowsByWhatItShows() {
    sampler.phase(Phase.TRAINING, at(0));
    for (long value : new long[] {700, 900, 30, 50}) {
      sampler.take(
          new Reading(
              "a",
              at(rows.size() + value),
              Map.of(),
              Map.of(Counter.ECC_CORRECTED, value),
              List.of()));
    }
    sampler.end();
    assertThat(totals().counter("a", Counter.ECC_CORRECTED)).hasValue(200);
  }

  @Test
  void aGpuWithoutACounterOfEnergyHasThatOfItsPower() {
    sampler.phase(Phase.TRAINING, at(0));
    for (int i = 0; i <= 10; i++) {
      sampler.take(new Reading("a", at(i), Map.of(Gauge.POWER, 100.0 * i), Map.of(), List.of()));
    }
    sampler.end();
    assertThat(totals().counter("a", Counter.ENERGY)).hasValue(5_000_000);
  }

  @Test
  void aCounterThatFailsOnceCatchesUp() {
    sampler.phase(Phase.TRAINING, at(0));
    sampler.take(reading("a", 0, 1000, 100));
    sampler.take(new Reading("a", at(1), Map.of(Gauge.POWER, 100.0), Map.of(), List.of()));
    sampler.take(reading("a", 2, 201_000, 100));
    sampler.end();
    assertThat(totals().counter("a", Counter.ENERGY)).hasValue(200_000);
  }

  @Test
  void signsAreCounted() {
    sampler.phase(Phase.TRAINING, at(0));
    for (int i = 0; i < 4; i++) {
      sampler.take(
          new Reading(
              "a",
              at(i),
              Map.of(),
              Map.of(),
              i < 2 ? List.of("power cap") : List.of("power cap", "xid 79", "xid 79")));
    }
    sampler.end();
    assertThat(totals().signs("a")).isEqualTo(Map.of("power cap", 4L, "xid 79", 4L));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  /**
   * Readings at any times, of devices that are silent for a while, through any phases: nothing of a
   * counter is lost or counted twice, no time either, and no row belongs to two phases.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void phasesAddUpToTheWhole(long seed) {
    Random random = new Random(seed);
    Map<String, long[]> first = new HashMap<>();
    Map<String, long[]> last = new HashMap<>();
    List<Double> begins = new ArrayList<>(List.of(0.0));
    Phase[] phases = Phase.values();
    sampler.phase(phases[random.nextInt(4)], at(0));
    Map<String, Long> energy = new HashMap<>();
    double time = 0;
    for (int i = 0; i < 300; i++) {
      time += random.nextInt(20) == 0 ? random.nextDouble() * 100 : random.nextDouble() * 2;
      if (random.nextInt(15) == 0) {
        begins.add(time);
        sampler.phase(phases[random.nextInt(4)], at(time));
      }
      if (random.nextInt(10) == 0) {
        sampler.flush(at(time));
      }
      for (String device : List.of("a", "b", "c")) {
        if (random.nextInt(5) > 0) {
          double moment = time + random.nextDouble() / 100;
          long now = energy.merge(device, (long) random.nextInt(1_000_000), Long::sum);
          sampler.take(reading(device, moment, now, 1));
          long[] point = {sampler.micros(at(moment)), now};
          first.putIfAbsent(device, point);
          last.put(device, point);
        }
      }
      time += 0.01;
    }
    sampler.end();
    Totals totals = totals();
    for (String device : List.of("a", "b", "c")) {
      long[] from = first.get(device);
      long[] to = last.get(device);
      assertThat(totals.counter(device, Counter.ENERGY)).hasValue(to[1] - from[1]);
      long micros = 0;
      for (Phase phase : totals.phases(device)) {
        micros += totals.micros(device, phase);
      }
      assertThat(micros).isEqualTo(to[0] - from[0]);
      long end = from[0];
      for (Row row : rows.stream().filter(r -> r.device().equals(device)).toList()) {
        assertThat(row.from()).isEqualTo(end);
        end = row.to();
        for (double begin : begins) {
          long cut = sampler.micros(at(begin));
          assertThat(row.from() < cut && cut < row.to() && !samePhase(row, cut)).isFalse();
        }
      }
      assertThat(end).isEqualTo(to[0]);
    }
    Map<Phase, Long> lengths = sampler.lengths(at(time));
    assertThat(lengths.values().stream().mapToLong(l -> l).sum())
        .isEqualTo(sampler.micros(at(time)));
  }

  /** A phase may be followed by itself, which needs no new row. */
  private boolean samePhase(Row row, long cut) {
    Map<Phase, Long> before = new EnumMap<>(sampler.lengths(at(cut / 1e6 - 1e-5)));
    Map<Phase, Long> after = new EnumMap<>(sampler.lengths(at(cut / 1e6 + 1e-5)));
    return after.getOrDefault(row.phase(), 0L) - before.getOrDefault(row.phase(), 0L) >= 18;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenAsARowIsReadAsThatRow(long seed) {
    Random random = new Random(seed);
    sampler.phase(Phase.values()[random.nextInt(4)], at(0));
    double time = 0;
    long energy = 0;
    for (int i = 0; i < 12; i++) {
      Map<Gauge, Double> gauges = new EnumMap<>(Gauge.class);
      Map<Counter, Long> counters = new EnumMap<>(Counter.class);
      for (Gauge gauge : Gauge.values()) {
        if (random.nextBoolean()) {
          gauges.put(gauge, random.nextGaussian() * Math.pow(10, random.nextInt(8)));
        }
      }
      energy += random.nextLong(1L << 40);
      for (Counter counter : Counter.values()) {
        if (random.nextBoolean()) {
          counters.put(counter, energy);
        }
      }
      List<String> signs = random.nextBoolean() ? List.of("power cap") : List.of();
      sampler.take(new Reading("a", at(time), gauges, counters, signs));
      time += random.nextDouble() * 3;
    }
    sampler.end();
    assertThat(rows).isNotEmpty();
    for (Row row : rows) {
      String text = dev.tuneplan.files.JsonText.of(RowText.tree(row));
      assertThat(RowText.parse((Map<?, ?>) dev.tuneplan.agent.record.PythonJson.read(text)))
          .contains(row);
    }
  }

  @Test
  void whatIsNoRowIsNone() {
    sampler.phase(Phase.TRAINING, at(0));
    sampler.take(reading("a", 0, 5, 1));
    sampler.take(reading("a", 1, 9, 1));
    sampler.end();
    Map<String, Object> tree = RowText.tree(rows.getFirst());
    assertThat(RowText.parse(tree)).isPresent();
    for (String key : List.of("row", "phase", "from", "to", "at", "n")) {
      Map<String, Object> less = new HashMap<>(tree);
      less.remove(key);
      assertThat(RowText.parse(less)).isEmpty();
    }
    Map<String, Object> odd = new HashMap<>(tree);
    odd.put("powerW", List.of(3, 2, 1));
    assertThat(RowText.parse(odd)).isEmpty();
    odd.put("powerW", List.of("x", "y", "z"));
    assertThat(RowText.parse(odd)).isEmpty();
    odd.put("powerW", List.of(1, 2, 3));
    odd.put("to", -1);
    assertThat(RowText.parse(odd)).isEmpty();
  }

  @Test
  void withoutAPhaseNothingIsCounted() {
    sampler.take(reading("a", 0, 5, 1));
    sampler.take(reading("a", 1, 9, 1));
    sampler.end();
    assertThat(rows).isEmpty();
    assertThat(sampler.lengths(at(3))).isEmpty();
    assertThat((double) sampler.micros(at(3))).isCloseTo(3e6, within(0.1));
  }
}
