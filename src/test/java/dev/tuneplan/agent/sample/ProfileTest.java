package dev.tuneplan.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.nvml.FakeNvml;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import dev.tuneplan.agent.record.Moment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run of 40 minutes that is known: 4 minutes of loading at 110 W, steps at 640 W with a pause of
 * 20 s at 180 W every 5 minutes, 30 s of saving at 150 W. It is read once a second, not quite
 * regularly, through the whole way from NVML to the totals.
 */
class ProfileTest {
  private static final double TRAINING = 240;
  private static final double STOPPING = 2370;
  private static final double END = 2400;
  private static final Moment START = new Moment(Instant.parse("2026-11-25T12:00:00Z"), 0);

  @TempDir private Path folder;
  private final List<String> script = new ArrayList<>();
  private final Totals totals = new Totals();
  private double trainingJoules;
  private double trainingBusy;

  @BeforeEach
  void writeTheProfile() {
    StringBuilder power = new StringBuilder("gpu 0 power 0:110000");
    StringBuilder busy = new StringBuilder("gpu 0 util 0:2");
    StringBuilder sm = new StringBuilder("gpu 0 sm 0:0");
    double pauses = 0;
    for (double at = TRAINING; at < STOPPING; at += 300) {
      double pause = Math.min(at + 280, STOPPING);
      double next = Math.min(at + 300, STOPPING);
      pauses += next - pause;
      power.append(" %s:640000 %s:180000".formatted(at, pause));
      busy.append(" %s:99 %s:40".formatted(at, pause));
      sm.append(" %s:85 %s:10".formatted(at, pause));
    }
    power.append(" 2370:150000");
    busy.append(" 2370:5");
    double length = STOPPING - TRAINING;
    trainingJoules = (length - pauses) * 640 + pauses * 180;
    trainingBusy = ((length - pauses) * 99 + pauses * 40) / length;
    script.addAll(
        List.of(
            "gpus 1",
            power.toString(),
            busy.toString(),
            sm.toString(),
            "gpu 0 used 0:15000 100:41000 900:71234 901:66000"));
  }

  private void run(long seed) {
    FakeNvml fake = new FakeNvml(folder);
    fake.plays(at(0));
    Source source = fake.source();
    source.open();
    Sampler sampler = new Sampler(START, totals::add);
    Random random = new Random(seed);
    double next = 0;
    Phase phase = Phase.PEERS;
    while (next < END) {
      fake.plays(at(next));
      Phase now = next < TRAINING ? Phase.SETUP : next < STOPPING ? Phase.TRAINING : Phase.STOPPING;
      if (now != phase) {
        sampler.phase(now, moment(next));
        phase = now;
      }
      take(sampler, source, next);
      double after = next + 0.95 + random.nextDouble() / 10;
      // a phase that begins is read at once
      double change = next < TRAINING ? TRAINING : next < STOPPING ? STOPPING : END;
      next = Math.min(after, change);
    }
    fake.plays(at(END));
    take(sampler, source, END);
    sampler.end();
  }

  private static void take(Sampler sampler, Source source, double at) {
    Reading r = source.read().getFirst();
    sampler.take(new Reading(r.device(), moment(at), r.gauges(), r.counters(), r.signs()));
  }

  private static Moment moment(double seconds) {
    long nanos = (long) (seconds * 1e9);
    return new Moment(START.wall().plusNanos(nanos), nanos);
  }

  private String[] at(double seconds) {
    String[] all = script.toArray(new String[0]);
    all = Arrays.copyOf(all, all.length + 1);
    all[all.length - 1] = "clock " + seconds;
    return all;
  }

  @ParameterizedTest
  @CsvSource({"counter, gpu 0 name A", "power, gpu 0 fails energy 3"})
  void isRecoveredWithinOnePercent(String basis, String line) {
    script.add(line);
    run(basis.hashCode());
    String gpu = totals.devices().iterator().next();
    assertThat(totals.micros(gpu, Phase.TRAINING) / 1e6)
        .isCloseTo(STOPPING - TRAINING, withinPercentage(1));
    assertThat(joules(gpu, Phase.SETUP)).isCloseTo(TRAINING * 110, withinPercentage(1));
    assertThat(joules(gpu, Phase.TRAINING)).isCloseTo(trainingJoules, withinPercentage(1));
    assertThat(totals.counter(gpu, Counter.ENERGY).getAsLong() / 1e3)
        .isCloseTo(TRAINING * 110 + trainingJoules + (END - STOPPING) * 150, withinPercentage(1));
    assertThat(totals.gauge(gpu, Phase.TRAINING, Gauge.BUSY).orElseThrow().mean())
        .isCloseTo(trainingBusy, withinPercentage(1));
    assertThat(totals.gauge(gpu, Phase.TRAINING, Gauge.POWER).orElseThrow().mean())
        .isCloseTo(trainingJoules / (STOPPING - TRAINING), withinPercentage(1));
    assertThat(totals.gauge(gpu, Gauge.MEMORY).orElseThrow().max()).isEqualTo(71234);
  }

  private double joules(String gpu, Phase phase) {
    return totals.counter(gpu, phase, Counter.ENERGY).getAsLong() / 1e3;
  }
}
