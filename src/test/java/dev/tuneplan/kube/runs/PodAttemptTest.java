package dev.tuneplan.kube.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Attempts, as the pods of a run tell of them. */
class PodAttemptTest {
  private static final String SCHEDULED =
      "conditions: [{type: PodScheduled, status: 'True', lastTransitionTime:"
          + " '2026-11-25T10:00:00Z'}]";

  private static RunPod pod(String status) {
    return RunPod.of(
        new KubeObject(
            Leaves.plain(
                YamlFiles.parse(
                    "pod.yaml",
                    """
                    metadata:
                      name: ft-bot-abcdef-0-x
                      namespace: ml
                      uid: u1
                      creationTimestamp: '2026-11-25T09:59:00Z'
                      labels: {tuneplan.dev/run-id: abcdef012345, batch.kubernetes.io/job-completion-index: '0'}
                    spec: {containers: [{name: istio-proxy}, {name: trainer}]}
                    status: {STATUS}
                    """
                        .replace("STATUS", status)))));
  }

  private static Attempt attempt(String status, Event... events) {
    return new PodAttempt(pod(status), List.of(events), false).attempt(7);
  }

  private static String ended(String terminated) {
    return SCHEDULED
        + ", containerStatuses: [{name: trainer, state: {terminated: {startedAt:"
        + " '2026-11-25T10:01:00Z', finishedAt: '2026-11-25T11:00:00Z', "
        + terminated
        + "}}}]";
  }

  private static Event event(String kind, Object... pairs) {
    return Event.of(Instant.parse("2026-11-25T10:30:00Z"), kind, pairs);
  }

  @Test
  void endAsTheWrapperSaidLast() {
    Attempt attempt =
        attempt(
            ended(
                "exitCode: 75, reason: Error, message:"
                    + " '{\"run\":\"abcdef012345\",\"attempt\":\"3\",\"s\":12,\"outcome\":\"interrupted\",\"code\":75,\"why\":\"SIGTERM;"
                    + " checkpoint 18\",\"step\":18,\"total\":24}'"));
    assertThat(attempt.number()).isEqualTo(3);
    assertThat(attempt.state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(attempt.why()).contains("SIGTERM; checkpoint 18");
    assertThat(attempt.step()).hasValue(18);
    assertThat(attempt.code()).hasValue(75);
    // from the machine's assignment to the container's end, which is longer than the wrapper knows
    assertThat(attempt.seconds()).isEqualTo(3600);
  }

  @Test
  void endByTheirExitCodeWhenNoWrapperSaidAnything() {
    assertThat(attempt(ended("exitCode: 0, reason: Completed")).state())
        .isEqualTo(RunState.FINISHED);
    Attempt killed =
        attempt(ended("exitCode: 137, reason: OOMKilled, message: \"a\\nlast line\\n\""));
    assertThat(killed.state()).isEqualTo(RunState.FAILED);
    assertThat(killed.why()).contains("OOMKilled, exit code 137: last line");
    assertThat(killed.number()).isEqualTo(7);
  }

  @Test
  void endWithTheirNodeWithoutAWordOfTheContainer() {
    Attempt evicted =
        attempt(
            SCHEDULED.replace("]", "")
                + ", {type: DisruptionTarget, status: 'True', lastTransitionTime:"
                + " '2026-11-25T10:10:00Z'}], phase: Failed, reason: Evicted, message: 'The node"
                + " was low on resource: memory.'");
    assertThat(evicted.state()).isEqualTo(RunState.FAILED);
    assertThat(evicted.why()).contains("Evicted: The node was low on resource: memory.");
    assertThat(evicted.seconds()).isEqualTo(600);
  }

  @Test
  void areWhereTheWrapperToldLast() {
    Attempt running =
        attempt(
            SCHEDULED
                + ", containerStatuses: [{name: trainer, state: {running: {startedAt:"
                + " '2026-11-25T10:01:00Z'}}}]",
            event("started", "s", 0.0, "attempt", "2"),
            event("phase", "s", 1.0, "phase", "training"),
            event("progress", "s", 90.0, "step", 5L, "total", 24L));
    assertThat(running.state()).isEqualTo(RunState.RUNNING);
    assertThat(running.number()).isEqualTo(2);
    assertThat(running.phase()).contains("training");
    assertThat(running.step()).hasValue(5);
  }

  @Test
  void waitForAMachineOrAnImage() {
    RunPod unschedulable =
        pod(
            "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message:"
                + " '0/3 nodes are available'}]");
    assertThat(unschedulable.waits()).contains("Unschedulable: 0/3 nodes are available");
    assertThat(new PodAttempt(unschedulable, List.of(), false).attempt(1).state())
        .isEqualTo(RunState.PENDING);
    RunPod pulling =
        pod(
            SCHEDULED
                + ", initContainerStatuses: [{name: agent-install, state: {waiting: {reason:"
                + " ImagePullBackOff, message: 'no such image'}}}], containerStatuses: [{name:"
                + " trainer, state: {waiting: {reason: PodInitializing}}}]");
    assertThat(pulling.waits()).contains("ImagePullBackOff: no such image");
    assertThat(new PodAttempt(pulling, List.of(), false).attempt(1).state())
        .isEqualTo(RunState.STARTING);
  }

  @Test
  void areLostWhenTheirPodIsGoneWithoutAWord() {
    assertThat(new PodAttempt(pod(SCHEDULED), List.of(), true).attempt(1).state())
        .isEqualTo(RunState.LOST);
  }

  @Test
  void areCountedOnTheFirstNodeAlone() {
    RunPod first = pod(SCHEDULED);
    RunPod second =
        new RunPod(
            first.namespace(),
            "other",
            "u2",
            first.run(),
            1,
            first.container(),
            first.created(),
            first.scheduled(),
            first.started(),
            first.end(),
            first.waits(),
            false,
            false);
    assertThat(
            PodAttempt.of(
                Stream.of(
                    new PodAttempt(second, List.of(), false),
                    new PodAttempt(first, List.of(), false))))
        .hasSize(1);
  }
}
