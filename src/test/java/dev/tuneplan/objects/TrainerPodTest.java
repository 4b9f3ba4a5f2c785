package dev.tuneplan.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.YamlFiles;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrainerPodTest {
  private static TrainerPod pod(String yaml) {
    return new TrainerPod(new KubeObject(Leaves.plain(YamlFiles.parse("pod.yaml", yaml))));
  }

  @Test
  void trainsInTheContainerOfThatNameWhereverItStands() {
    TrainerPod pod =
        pod(
            """
            spec: {containers: [{name: istio-proxy}, {name: node}]}
            status:
              containerStatuses:
              - {name: istio-proxy, state: {running: {startedAt: '2026-11-25T09:00:00Z'}}}
              - {name: node, state: {terminated: {startedAt: '2026-11-25T10:00:00Z', exitCode: 75}}}
            """);
    assertThat(pod.container()).isEqualTo("node");
    assertThat(pod.started()).hasValue(Instant.parse("2026-11-25T10:00:00Z"));
    assertThat(pod.terminated().whole("exitCode")).hasValue(75);
  }

  @Test
  void trainsInTheFirstContainerWhenNoneHasTheName() {
    TrainerPod pod =
        pod(
            """
            status:
              containerStatuses:
              - {name: main, state: {running: {startedAt: '2026-11-25T09:00:00Z'}}}
              - {name: other, state: {running: {startedAt: '2026-11-25T08:00:00Z'}}}
            """);
    assertThat(pod.started()).hasValue(Instant.parse("2026-11-25T09:00:00Z"));
  }

  @Test
  void hasNotBegunBeforeThereIsAStatus() {
    TrainerPod pod = pod("spec: {containers: [{name: trainer}]}");
    assertThat(pod.container()).isEqualTo("trainer");
    assertThat(pod.started()).isEmpty();
    assertThat(pod.terminated().there()).isFalse();
    assertThat(pod.index()).isZero();
  }

  @Test
  void hasItsIndexFromAnnotationOrLabel() {
    String key = "batch.kubernetes.io/job-completion-index: '3'";
    assertThat(pod("metadata: {annotations: {" + key + "}}").index()).isEqualTo(3);
    assertThat(pod("metadata: {labels: {" + key + "}}").index()).isEqualTo(3);
    assertThat(pod("metadata: {labels: {" + key.replace("3", "none") + "}}").index()).isZero();
  }
}
