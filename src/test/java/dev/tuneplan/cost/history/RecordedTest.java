package dev.tuneplan.cost.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.facts.Wait;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a real API server, kubelet and queue said; src/test/resources/recorded/README.md. */
class RecordedTest {
  private static RunFacts facts(String name) throws IOException {
    Path file = Path.of("src/test/resources/recorded", name + ".jsonl");
    return HistoryReader.read(new Recorded(Optional.of(name), Files.readAllLines(file), List.of()));
  }

  private static Optional<Instant> at(String time) {
    return Optional.of(Instant.parse("2026-11-25T" + time + "Z"));
  }

  @Test
  void aPodThatEndsWell() throws IOException {
    RunFacts run = facts("normal");
    PodAttempt pod = run.pods().getFirst();
    assertThat(run.pods()).hasSize(1);
    assertThat(pod.times().bound()).isEqualTo(at("12:32:26"));
    assertThat(pod.times().main()).isEqualTo(at("12:32:29"));
    assertThat(pod.times().exit()).isEqualTo(at("12:32:32"));
    assertThat(pod.times().released()).isEqualTo(at("12:32:32"));
    assertThat(pod.end().cause()).isEqualTo(Cause.FINISHED);
    assertThat(pod.grade()).isEqualTo(Evidence.A);
    assertThat(pod.requests().gpus().count()).isOne();
    assertThat(pod.requests().cpu()).isEqualByComparingTo("0.1");
    assertThat(pod.requests().memory()).isEqualByComparingTo("0.0625");
    assertThat(run.job().orElseThrow().state()).isEqualTo(JobFacts.State.COMPLETE);
    assertThat(run.completeness()).isEqualTo(new Completeness.Complete());
    NodeFacts node = pod.node().orElseThrow();
    assertThat(node.instanceType()).hasValue("p5.48xlarge");
    assertThat(node.devices()).containsEntry("nvidia.com/gpu", 8);
    assertThat(node.gpus().orElseThrow().product()).isEqualTo("NVIDIA-H100-80GB-HBM3");
  }

  @Test
  void aPodThatTheKernelKilled() throws IOException {
    RunFacts run = facts("oom");
    assertThat(run.pods()).extracting(p -> p.end().cause()).containsOnly(Cause.MEMORY);
    assertThat(run.pods()).extracting(PodAttempt::ordinal).containsExactly(1, 2, 3);
    assertThat(run.pods().getLast().times().bound()).isEqualTo(at("12:33:10"));
    assertThat(run.job().orElseThrow().state()).isEqualTo(JobFacts.State.FAILED);
    assertThat(run.completeness()).isEqualTo(new Completeness.Complete());
  }

  @Test
  void aContainerThatTheKubeletCannotFindKeepsTheStartThatWasSeen() throws IOException {
    List<PodAttempt> pods = facts("evicted").pods();
    PodAttempt unknown = pods.get(1);
    assertThat(unknown.end().cause()).isEqualTo(Cause.EVICTED);
    assertThat(unknown.end().said()).contains("ContainerStatusUnknown", "ephemeral local storage");
    assertThat(unknown.times().main()).isEqualTo(at("12:33:00"));
    assertThat(unknown.times().exit()).isEmpty();
    // the moment at which it was no longer ready
    assertThat(unknown.times().released()).isEqualTo(at("12:33:21"));
    assertThat(pods.getFirst().times().released()).isEqualTo(at("12:32:48"));
  }

  @Test
  void aPodThatMadeRoom() throws IOException {
    PodAttempt pod = facts("low").pods().getFirst();
    assertThat(pod.end().cause()).isEqualTo(Cause.PREEMPTED);
    assertThat(pod.end().exitCode()).hasValue(75);
    assertThat(pod.times().released()).isEqualTo(at("12:32:45"));
  }

  @Test
  void aPodThatWasEvictedThroughTheApi() throws IOException {
    RunFacts run = facts("gone");
    PodAttempt pod = run.pods().getFirst();
    assertThat(pod.end().cause()).isEqualTo(Cause.EVICTED);
    assertThat(pod.end().said()).contains("EvictionByEvictionAPI", "exit code 137");
    assertThat(pod.times().released()).isEqualTo(at("12:33:10"));
    assertThat(run.job().orElseThrow().state()).isEqualTo(JobFacts.State.DELETED);
  }

  @Test
  void aPodWhoseNodeVanished() throws IOException {
    RunFacts run = facts("lost");
    PodAttempt pod = run.pods().getFirst();
    assertThat(pod.end().cause()).isEqualTo(Cause.NODE_LOST);
    // nobody said when the node went: the collector of pods is the first to tell
    assertThat(pod.times().released()).isEqualTo(at("12:34:53"));
    assertThat(pod.times().exit()).isEmpty();
    PodAttempt waiting = run.pods().getLast();
    assertThat(waiting.times().unplaced()).isTrue();
    assertThat(run.completeness()).isInstanceOf(Completeness.Pending.class);
  }

  @Test
  void whenTheNodesEndWasReceivedItIsTheEndOfBilling() throws IOException {
    Path file = Path.of("src/test/resources/recorded/lost.jsonl");
    List<String> lines =
        Files.readAllLines(file).stream()
            .map(l ->
                l.contains("\"kind\":\"Node\"") && l.contains("\"type\":\"DELETED\"")
                    ? l.replaceFirst("\\{", "{\"at\":\"2026-11-25T12:33:54.5Z\",")
                    : l)
            .toList();
    PodAttempt pod =
        HistoryReader.read(new Recorded(Optional.empty(), lines, List.of())).pods().getFirst();
    assertThat(pod.times().released()).isEqualTo(at("12:33:54.5"));
  }

  @Test
  void aQueueThatTookItsQuotaBack() throws IOException {
    RunFacts run = facts("queued");
    assertThat(run.waits()).extracting(w -> w.span().length().toSeconds()).containsExactly(0L, 10L);
    assertThat(run.waits())
        .extracting(Wait::why)
        .containsExactly("in the queue", "in the queue again (Deactivated)");
    assertThat(run.pods().getFirst().end().cause()).isEqualTo(Cause.SUSPENDED);
    assertThat(run.pods().getFirst().end().said()).contains("Deactivated");
    // the Job was deleted, and with it its second pod
    assertThat(run.pods().getLast().end().cause()).isEqualTo(Cause.INTERRUPTED);
  }

  @Test
  void nodesAreInGib() throws IOException {
    NodeFacts node = facts("normal").pods().getFirst().node().orElseThrow();
    assertThat(node.allocatable().values())
        .anyMatch(v -> v.compareTo(new BigDecimal("23.44293594360351562500")) == 0);
  }
}
