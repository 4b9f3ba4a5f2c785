package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.agent.sample.Measurement.Measured;
import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.agent.sample.Spread;
import dev.tuneplan.agent.sample.Totals;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureCommandTest {
  private static final String GPU = "GPU-8f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  private static Device device(String id, String name, Device.Kind kind, long bytes) {
    return new Device(id, name, kind, Optional.empty(), OptionalLong.of(bytes), Map.of(), Map.of());
  }

  private static Row row(String device, Map<Gauge, Spread> gauges, Map<Counter, Long> counters) {
    return new Row(
        device, Phase.TRAINING, 0, 64_000_000, Instant.EPOCH, 40, gauges, counters, Map.of());
  }

  private static MeasuredText known() {
    Totals totals = new Totals();
    totals.add(
        row(
            Device.HOST,
            Map.of(
                Gauge.RESIDENT, new Spread(10, 3000, 5120.25, 40),
                Gauge.PROCESSES, new Spread(1, 6, 9, 40)),
            Map.of(
                Counter.TREE_CPU, 98_765_432L,
                Counter.TREE_READ, 3L << 30,
                Counter.TREE_WRITTEN, 1L << 20)));
    totals.add(
        row(
            GPU,
            Map.of(
                Gauge.BUSY, new Spread(0, 88.1, 100, 40),
                Gauge.MEMORY, new Spread(0, 30000, 71234, 40),
                Gauge.POWER, new Spread(90, 512.3, 690, 40)),
            Map.of(Counter.ENERGY, 32_787_200L)));
    return new MeasuredText(
        List.of("python", "train.py", "a|b"),
        new Measured(
            3,
            64.004,
            totals,
            List.of(
                device(Device.HOST, "CPU", Device.Kind.HOST, 1),
                device(GPU, "NVIDIA H100 80GB HBM3", Device.Kind.GPU, 85_520_809_984L)),
            List.of()));
  }

  private static MeasuredText unknown() {
    return new MeasuredText(
        List.of("true"),
        new Measured(
            0,
            0.0014,
            new Totals(),
            List.of(),
            List.of("no NVIDIA driver here (no libnvidia-ml.so.1)")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"table", "json", "yaml", "markdown"})
  void printsWhatWasReviewed(Output form) throws IOException {
    StringBuilder all = new StringBuilder();
    for (MeasuredText one : List.of(known(), unknown())) {
      all.append(form.render(m -> m ? one.markdown() : one.table(), one::tree)).append("\n");
    }
    Golden.same("measured-" + form, all.toString());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-measure|measure --help",
        "measure-no-command|measure",
        "measure-no-program|measure -- no-such-program --flag",
      })
  void saysWhatItDoesAndWhatIsWrong(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }

  @Test
  void theJsonOfARealCommandIsAllThatIsOnStandardOutput() {
    int code = run("measure", "-o", "json", "--", "sh", "-c", "echo hello; sleep 0.5; exit 5");
    assertThat(code).isEqualTo(5);
    assertThat(PythonJson.read(out.toString())).isInstanceOf(Map.class);
    Map<?, ?> tree = (Map<?, ?>) PythonJson.read(out.toString());
    assertThat((Double) tree.get("wallSeconds")).isBetween(0.5, 60.0);
    assertThat(tree.get("exitCode")).isEqualTo(5L);
    assertThat(tree.get("gpus")).isInstanceOf(List.class);
    Map<?, ?> host = (Map<?, ?>) tree.get("host");
    assertThat((Double) host.get("cpuSeconds")).isBetween(0.0, 5.0);
    assertThat((Double) host.get("peakRssMiB")).isBetween(0.5, 200.0);
    assertThat(host.get("readBytes")).isInstanceOf(Long.class);
    assertThat(host.get("writtenBytes")).isInstanceOf(Long.class);
  }

  @Test
  void theTableIsBesideWhatTheCommandPrints() {
    assertThat(run("measure", "--", "sleep", "0.3")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("exit code 0").contains("MiB at most");
  }
}
