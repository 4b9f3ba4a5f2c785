package dev.tuneplan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.YamlFiles;
import org.junit.jupiter.api.Test;

class LaunchPlanTest {
  private static LaunchPlan read(String text) {
    return LaunchPlan.of(YamlFiles.parse("plan.yaml", text));
  }

  @Test
  void readsWhatWasChosen() {
    LaunchPlan plan = Plans.plan();
    assertThat(plan.chosen().gpu()).isEqualTo("a10g");
    assertThat(plan.chosen().price().orElseThrow().jobPerHour()).isEqualTo(1.006);
    assertThat(plan.forecast().steps()).isEqualTo(366);
    assertThat(plan.spec().launch().alpha()).isEqualTo(32);
    assertThat(plan.saveSteps()).isEqualTo(38);
  }

  @Test
  void givesOneIdWhateverTheOrderOfKeysAndTheBlanks() {
    String text = Plans.text(Plans.ONE_GPU, Plans.SPEC);
    String json = JsonText.of(Leaves.plain(YamlFiles.parse("plan.yaml", text)));
    String shuffled =
        "# a comment\n\n"
            + text.replace("kind: Plan\nname: bot\n", "name:   bot\nkind: Plan\n")
                .replace("tokens: 6185567.0", "tokens: 6185567");
    assertThat(read(json).id()).isEqualTo(Plans.plan().id());
    assertThat(read(shuffled).id()).isEqualTo(Plans.plan().id());
  }

  @Test
  void letsTheEstimateSayWhichProfilesItRestsOn() {
    String profiles =
        "attention: sdpa, profiles: {gpu: a10g@0123456789ab, stack: trl@ba9876543210}";
    LaunchPlan plan = Plans.plan(Plans.ONE_GPU.replace("attention: sdpa", profiles), Plans.SPEC);
    assertThat(plan.forecast().json(plan.chosen()))
        .contains("\"profiles\":{\"gpu\":\"a10g@0123456789ab\",\"stack\":\"trl@ba9876543210\"}");
    LaunchPlan old = Plans.plan();
    assertThat(old.forecast().json(old.chosen())).doesNotContain("profiles");
  }

  @Test
  void givesAnotherIdToAnotherPlanAndToAnotherCopy() {
    RunId id = Plans.plan().id();
    String other = Plans.text(Plans.ONE_GPU, Plans.SPEC).replace("epochs: 2", "epochs: 3");
    assertThat(read(other).id()).isNotEqualTo(id);
    assertThat(id.copy(1)).isEqualTo(id);
    assertThat(id.copy(2)).isNotEqualTo(id).isEqualTo(id.copy(2)).isNotEqualTo(id.copy(3));
  }

  @Test
  void refusesAPlanWhoseRecommendationDoesNotFitOrIsMissing() {
    String none = Plans.text("recommended: null\n", Plans.SPEC).replace("the cheapest", "nothing");
    assertThatThrownBy(() -> read(none))
        .isInstanceOf(DoesNotFit.class)
        .hasMessageContaining("recommends nothing")
        .hasMessageContaining("doesNotFit");
    String misfit = Plans.text(Plans.ONE_GPU.replace("fit: fits", "fit: unlikely"), Plans.SPEC);
    assertThatThrownBy(() -> read(misfit)).isInstanceOf(DoesNotFit.class);
  }

  @Test
  void reportsEveryFaultWithItsPlace() {
    String broken =
        Plans.ONE_GPU
            .replace("gpus: 1, nodes: 1", "gpus: 3, nodes: 2")
            .replace("parallelism: ddp", "parallelism: dpp")
            .replace("p10: 1.95", "p10: 9")
            .replace("usdPerHour: '1.006'", "usdPerHour: cheap");
    assertThatThrownBy(() -> read(Plans.text(broken, Plans.SPEC.replace("rank: 16", "rank: -1"))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("plan.yaml:5:")
        .hasMessageContaining("nodes: must divide gpus 3")
        .hasMessageContaining("did you mean 'ddp'")
        .hasMessageContaining("recommended.hours: must ascend")
        .hasMessageContaining("usdPerHour: must be a price")
        .hasMessageContaining("method.rank: must be 1..65536");
  }

  @Test
  void saysHowToSaveAPlanWhenItGetsASpec() {
    assertThatThrownBy(() -> read("apiVersion: tuneplan/v1\nkind: FineTune\n" + Plans.SPEC))
        .hasMessageContaining("tuneplan plan plan.yaml --save plan.yaml");
    assertThatThrownBy(() -> read("kind: Deployment")).hasMessageContaining("must be Plan");
    String old = Plans.ONE_GPU.replaceAll("(?m)^launch:.*\n", "");
    assertThatThrownBy(() -> read(Plans.text(old, Plans.SPEC)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("an older tuneplan saved this plan; save it again");
  }
}
