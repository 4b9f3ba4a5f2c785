package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.base.Money;
import dev.tuneplan.base.Range;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.reconcile.Intervals;
import dev.tuneplan.reconcile.PlanFile;
import dev.tuneplan.reconcile.Planned;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'plan --save' writes is what a bridge begins with. */
class PlannedCostTest {
  @TempDir private Path folder;

  private Path saved() {
    Path file = folder.resolve("plan.yaml");
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            "plan",
            "examples/support-bot.yaml",
            "--save",
            file.toString());
    assertThat(code).as(err.toString()).isZero();
    return file;
  }

  @Test
  void aSavedPlanHasTheCostOfItsParts() {
    Planned plan = PlanFile.of(Leaves.plain(YamlFiles.read(saved()))).orElseThrow();
    double rate = plan.perGpuHour().orElseThrow().doubleValue();
    double cost = plan.gpus().doubleValue() * rate * plan.hours().doubleValue();
    assertThat(cost).isCloseTo(plan.intervals().usd().orElseThrow().p50(), within(1e-9 * cost));
    assertThat(plan.setupHours()).isPositive();
    assertThat(plan.steps()).isGreaterThan(1);
    assertThat(plan.rate()).isPresent();
    assertThat(new Money(plan.perGpuHour().orElseThrow())).isGreaterThan(Money.ZERO);
  }

  @Test
  void whatTravelsWithAJobIsAsSureAsThePlan() {
    Path file = saved();
    LaunchPlan plan = LaunchPlan.read(file);
    Planned with =
        PlanFile.ofAnnotation(PythonJson.read(plan.forecast().json(plan.chosen()))).orElseThrow();
    Planned saved = PlanFile.of(Leaves.plain(YamlFiles.read(file))).orElseThrow();
    assertThat(with.mfu().orElseThrow()).isCloseTo(saved.mfu().orElseThrow(), within(1e-5));
    Intervals travelled = with.intervals();
    Intervals said = saved.intervals();
    same(travelled.tokensPerSecond(), said.tokensPerSecond());
    same(travelled.memoryGiB(), said.memoryGiB());
    same(travelled.hours(), said.hours());
    same(travelled.usd(), said.usd());
  }

  /** But for the six digits that travel. */
  private static void same(Optional<Range> travelled, Optional<Range> said) {
    Range of = said.orElseThrow();
    Offset<Double> nearly = within(1e-5 * of.p90());
    assertThat(travelled.orElseThrow().p10()).isCloseTo(of.p10(), nearly);
    assertThat(travelled.orElseThrow().p50()).isCloseTo(of.p50(), nearly);
    assertThat(travelled.orElseThrow().p90()).isCloseTo(of.p90(), nearly);
  }
}
