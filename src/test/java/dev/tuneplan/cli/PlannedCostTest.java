package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Money;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.reconcile.PlanFile;
import dev.tuneplan.reconcile.Planned;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'plan --save' writes is what a bridge begins with. */
class PlannedCostTest {
  @Test
  void aSavedPlanHasTheCostOfItsParts(@TempDir Path folder) {
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
    Planned plan = PlanFile.of(Leaves.plain(YamlFiles.read(file))).orElseThrow();
    double rate = plan.perGpuHour().orElseThrow().doubleValue();
    double cost = plan.gpus().doubleValue() * rate * plan.hours().doubleValue();
    assertThat(cost).isCloseTo(plan.usd().orElseThrow().p50(), within(1e-9 * cost));
    assertThat(plan.setupHours()).isPositive();
    assertThat(plan.steps()).isGreaterThan(1);
    assertThat(plan.rate()).isPresent();
    assertThat(new Money(plan.perGpuHour().orElseThrow())).isGreaterThan(Money.ZERO);
  }
}
