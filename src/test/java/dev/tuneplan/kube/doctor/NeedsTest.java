package dev.tuneplan.kube.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.render.Manifest;
import dev.tuneplan.kube.render.Template;
import dev.tuneplan.launch.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NeedsTest {
  private static Needs of(String reviewed) throws IOException {
    Path file = Path.of("src/test/resources/golden/k8s", reviewed + ".yaml");
    return Needs.of(
        new Manifest(Template.parse(reviewed, Files.readString(file)).objects()),
        Plans.plan().chosen());
  }

  @Test
  void everythingThatAManifestRefersToIsNeeded() throws IOException {
    Needs needs = of("everything");
    assertThat(needs.queue()).isPresent();
    assertThat(needs.names().accounts()).containsExactly("train");
    assertThat(needs.names().priorities()).containsExactly("batch");
    assertThat(needs.names().runtimes()).containsExactly("nvidia");
    assertThat(needs.names().claims()).isNotEmpty();
    assertThat(needs.names().secrets()).isNotEmpty();
    assertThat(needs.names().images()).hasSize(2);
    assertThat(needs.gpus().placing().selector()).isNotEmpty();
    assertThat(needs.gpus().placing().tolerations()).hasSizeGreaterThan(1);
  }

  @Test
  void kindsThatAClusterMayLackAreNeeded() throws IOException {
    assertThat(of("jobset").kinds()).contains(Resource.JOB_SETS);
    assertThat(of("trainjob").kinds()).contains(Resource.TRAIN_JOBS, Resource.TRAINING_RUNTIMES);
    assertThat(of("one-gpu").kinds()).contains(Resource.JOBS);
  }

  @Test
  void podsThatRunAsRootAreSeen() throws IOException {
    assertThat(of("one-gpu").restricted()).isTrue();
    assertThat(of("baseline").restricted()).isFalse();
  }

  @Test
  void gpusOfOtherVendorsHaveAnotherName() throws IOException {
    assertThat(of("amd").gpus().resource()).isEqualTo("amd.com/gpu");
    assertThat(of("trainjob").gpus().resource()).isEqualTo("nvidia.com/gpu");
  }
}
