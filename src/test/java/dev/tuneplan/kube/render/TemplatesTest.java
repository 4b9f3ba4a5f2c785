package dev.tuneplan.kube.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.launch.Plans;
import dev.tuneplan.spec.LaunchSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private static final Map<String, Object> JOB = Requests.template("job.yaml").objects().getFirst();

  @SuppressWarnings("unchecked")
  private static Map<String, Object> node(Map<String, Object> set) {
    List<Object> jobs = (List<Object>) Tree.at(set, "spec").get("replicatedJobs");
    return Tree.at((Map<String, Object>) jobs.getFirst(), "template", "spec", "template");
  }

  @Test
  void haveTheSamePodsWhateverTheKind() {
    Map<String, Object> pod = Tree.at(JOB, "spec", "template");
    Map<String, Object> jobSet = Requests.template("jobset.yaml").objects().getFirst();
    Map<String, Object> runtime = Requests.template("trainjob.yaml").objects().getFirst();
    assertThat(node(jobSet)).isEqualTo(pod);
    assertThat(node(Tree.at(runtime, "spec", "template")).toString())
        .isEqualTo(pod.toString().replace("{name=trainer, image", "{name=node, image"));
  }

  @Test
  void holdTheDefaultsThatASpecPrints() {
    LaunchSpec launch = Plans.plan().spec().launch();
    Map<String, Object> spec = Tree.at(JOB, "spec");
    Map<String, Object> pod = Tree.at(spec, "template", "spec");
    assertThat(spec.get("backoffLimit")).isEqualTo((long) launch.kubernetes().limits().retries());
    assertThat(spec.get("ttlSecondsAfterFinished"))
        .isEqualTo((long) launch.kubernetes().limits().ttlSeconds());
    assertThat(pod.get("terminationGracePeriodSeconds"))
        .isEqualTo((long) launch.kubernetes().limits().graceSeconds());
    assertThat(pod.get("serviceAccountName")).isEqualTo(launch.kubernetes().pod().serviceAccount());
    assertThat(pod.get("volumes").toString())
        .contains("sizeLimit=" + launch.kubernetes().pod().sharedMemoryGiB() + "Gi");
  }

  @Test
  void areRefusedWithPlaceAndRepair() {
    assertThatThrownBy(() -> Template.parse("t.yaml", "# nothing\n"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("holds no object");
    assertThatThrownBy(
            () -> Template.parse("t.yaml", "apiVersion: v1\nkind: Pod\n---\nspec: {a: [}\n"))
        .hasMessageContaining("t.yaml:4:");
    assertThatThrownBy(() -> Template.parse("t.yaml", "a: b\n"))
        .hasMessageContaining("t.yaml:1:1 must be an object with apiVersion and kind");
    Template pod = Template.parse("t.yaml", "apiVersion: v1\nkind: Pod\n");
    assertThatThrownBy(() -> Requests.renderer().render(Requests.of(Plans.plan(), pod, false)))
        .hasMessageContaining("must hold a Job");
  }
}
