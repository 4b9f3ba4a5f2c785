package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.launch.LaunchPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderCommandTest {
  @TempDir private Path folder;

  private static String run(int code, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), args))
        .as(err.toString())
        .isEqualTo(code);
    return out.toString();
  }

  private Path saved(String name, String... more) {
    Path plan = folder.resolve(name);
    String[] args = new String[4 + more.length];
    args[0] = "plan";
    args[1] = "examples/support-data.yaml";
    args[2] = "--save";
    args[3] = plan.toString();
    System.arraycopy(more, 0, args, 4, more.length);
    run(0, args);
    return plan;
  }

  @Test
  void rendersWhatPlanSaved() {
    Path plan = saved("plan.yaml", "--method", "lora");
    String yaml = run(0, "render", plan.toString());
    assertThat(yaml)
        .contains("kind: Job", "name: ft-support-data-", "trl.scripts.sft")
        .isEqualTo(run(0, "render", plan.toString()));
  }

  @Test
  void givesOneRunToThePlanThatIsSavedTwice() {
    Path one = saved("one.yaml", "--method", "lora");
    Path two = saved("two.yaml", "--method", "lora");
    assertThat(LaunchPlan.read(two).id()).isEqualTo(LaunchPlan.read(one).id());
    Path other = saved("other.yaml", "--method", "lora", "--rank", "8");
    assertThat(LaunchPlan.read(other).id()).isNotEqualTo(LaunchPlan.read(one).id());
  }

  @Test
  void refusesQloraOnAnImageWithoutBitsandbytesBeforeAnythingIsMade() {
    Path plan = saved("qlora.yaml");
    StringWriter err = new StringWriter();
    int code =
        Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), "render", "" + plan);
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("bitsandbytes", "pip install", "method.type: lora");
  }
}
