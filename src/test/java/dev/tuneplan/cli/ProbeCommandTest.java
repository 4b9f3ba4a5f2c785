package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Range;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.launch.Expected;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.runs.ProbedRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class ProbeCommandTest {
  @TempDir private Path folder;

  @AfterEach
  void forgetTheFolder() {
    System.clearProperty("tuneplan.data");
  }

  @Test
  void aPlanIsWrittenWithWhatWasMeasured() throws IOException {
    Launched l = new Launched(folder, "--steps", "1000", "--work", "0.2");
    Path probed = folder.resolve("probed.yaml");
    Launched.Said said =
        Launched.run(
            "probe",
            l.plan.toString(),
            "--yes",
            "--steps",
            "8",
            "--drop",
            "2",
            "--least",
            "1s",
            "--save",
            probed.toString());
    assertThat(said.text()).contains("estimated").contains("measured").contains("written: ");
    assertThat(said.code()).isZero();
    LaunchPlan before = LaunchPlan.read(l.plan);
    LaunchPlan after = LaunchPlan.read(probed);
    assertThat(after.id()).isNotEqualTo(before.id());
    assertThat(after.forecast().steps()).isEqualTo(before.forecast().steps());
    assertThat(Files.readString(probed)).contains("measured by a probe of ");
    // the fake trainer makes five steps a second at most
    double hours = after.forecast().hours().p50();
    assertThat(hours * 3600).isGreaterThan(before.forecast().steps() / 5.5);
    assertThat(l.runs().all())
        .singleElement()
        .satisfies(r -> {
          assertThat(r.name()).isEqualTo("demo-probe");
          assertThat(r.id()).isNotEqualTo(before.id().hex());
          assertThat(l.runs().folder(r.id()).resolve("output")).doesNotExist();
        });
  }

  @Test
  void aTrainerThatEndsTooEarlyIsSaid() throws IOException {
    Launched l =
        new Launched(folder, "--stop-at", "1", "--code", "3", "--say", "RuntimeError: no data");
    String before = Files.readString(l.plan);
    Launched.Said said = Launched.run("probe", l.plan.toString(), "--yes");
    assertThat(said.code()).isEqualTo(6);
    assertThat(said.text()).contains("before there was anything to measure").contains("no data");
    assertThat(Files.readString(l.plan)).isEqualTo(before);
  }

  @Test
  void hoursAndCostFollowFromTheSpeed() throws IOException {
    Launched l = new Launched(folder);
    LaunchPlan plan = LaunchPlan.read(l.plan);
    Node root = YamlFiles.read(l.plan);
    ProbedRate rate = new ProbedRate(new Range(0.9, 1, 1.1), 20, 20, OptionalDouble.of(4000));
    ProbedPlan probed = new ProbedPlan(plan, rate, OptionalDouble.of(30_720), "2026-11-25");
    Path file = Files.writeString(folder.resolve("anew.yaml"), yaml(probed, root));
    LaunchPlan anew = LaunchPlan.read(file);
    assertThat(probed.tokensPerSecond()).isEqualTo(new Range(3600, 4000, 4400));
    Range hours = anew.forecast().hours();
    assertThat(hours.p90() - hours.p50())
        .isCloseTo(
            plan.forecast().steps() / 3600.0 * (1 / 0.9 - 1),
            org.assertj.core.api.Assertions.withinPercentage(0.1));
    assertThat(hours.p50()).isGreaterThanOrEqualTo(plan.forecast().steps() / 3600.0);
    Range usd = anew.forecast().usd().orElseThrow();
    assertThat(usd.p50() / hours.p50())
        .isCloseTo(
            plan.forecast().usd().orElseThrow().p50() / plan.forecast().hours().p50(),
            org.assertj.core.api.Assertions.withinPercentage(0.1));
    assertThat(Files.readString(file)).contains("peakMemGiB: 30.0");
    Expected expected = anew.forecast().expected();
    assertThat(expected.tokensPerSecond().orElseThrow() / expected.learned().get("speedFactor"))
        .as("what a run teaches is held to what was estimated")
        .isCloseTo(
            plan.forecast().expected().tokensPerSecond().orElse(4000),
            org.assertj.core.api.Assertions.withinPercentage(0.1));
    // what was not measured is as it was
    assertThat(anew.spec().model()).isEqualTo(plan.spec().model());
    assertThat(anew.chosen()).isEqualTo(plan.chosen());
    assertThat(anew.format()).isEqualTo(plan.format());
  }

  private static String yaml(ProbedPlan probed, Node root) {
    return Output.yaml.render(m -> "", () -> probed.tree(root));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-probe|probe --help",
        "probe-no-plan|probe nowhere.yaml",
        "probe-too-few|probe nowhere.yaml --steps 5",
      })
  void saysWhatItDoesAndWhatIsWrong(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }
}
