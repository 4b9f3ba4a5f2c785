package dev.tuneplan.cost.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.cost.facts.Mark;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.facts.TrainerLog;
import dev.tuneplan.cost.facts.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryReaderTest {
  private static final String JOB =
      """
      {"kind": "Job", "metadata": {"name": "j", "namespace": "ml", "creationTimestamp": "2026-11-20T09:00:00Z"},
       "spec": {"parallelism": 2, "template": {"spec": {"containers": [
         {"name": "trainer", "resources": {"limits": {"nvidia.com/gpu": "4"}}}]}}},
       "status": {"startTime": "2026-11-20T09:00:05Z", STATUS}}
      """;

  private static final String DONE =
      "\"succeeded\": 2, \"conditions\": [{\"type\": \"Complete\", \"status\": \"True\","
          + " \"lastTransitionTime\": \"2026-11-20T10:00:00Z\"}]";

  private static String job(String status) {
    return JOB.replace("STATUS", status).replace('\n', ' ');
  }

  /** A pod that was placed at 09:00 and began at 09:05. */
  private static String pod(String metadata, String status, String state) {
    return ("""
    {"kind": "Pod", "metadata": {"name": "p", "uid": "u", "creationTimestamp": "2026-11-20T09:00:00Z" META},
     "spec": {"nodeName": "n"},
     "status": {"startTime": "2026-11-20T09:00:01Z", STATUS
       "containerStatuses": [
         {"name": "istio-proxy", "state": {"terminated": {"exitCode": 143,
           "startedAt": "2026-11-20T09:04:00Z", "finishedAt": "2026-11-20T10:00:09Z"}}},
         {"name": "trainer", "state": STATE}]}}
    """)
        .replace("META", metadata)
        .replace("STATUS", status)
        .replace("STATE", state)
        .replace('\n', ' ');
  }

  private static String terminated(int code, String more) {
    return "{\"terminated\": {\"exitCode\": "
        + code
        + ", \"startedAt\": \"2026-11-20T09:05:00Z\", \"finishedAt\": \"2026-11-20T10:00:00Z\""
        + more
        + "}}";
  }

  private static RunFacts read(List<String> watch, Recorded.Log... logs) {
    return HistoryReader.read(new Recorded(Optional.empty(), watch, List.of(logs)));
  }

  private static PodAttempt one(String pod, Recorded.Log... logs) {
    return read(List.of(pod), logs).pods().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "Succeeded, 0, '', '', FINISHED",
    "Failed, 1, '', '', FAILED",
    "Failed, 75, '', '', INTERRUPTED",
    "Failed, 76, '', '', PEERS",
    "Failed, 77, '', '', SETTINGS",
    "Failed, 78, '', '', MEMORY",
    "Failed, 79, '', '', BUDGET",
    "Failed, 80, '', '', STALLED",
    "Failed, 75, PreemptionByScheduler, '', PREEMPTED",
    "Failed, 143, EvictionByEvictionAPI, '', EVICTED",
    "Failed, 143, DeletionByTaintManager, '', NODE_LOST",
    "Failed, 137, TerminationByKubelet, Evicted, EVICTED",
    "Failed, 143, TerminationByKubelet, Terminated, NODE_LOST",
    "Failed, 143, '', DeadlineExceeded, DEADLINE",
    "Failed, 137, '', Evicted, EVICTED",
    // an exit 0 after a disruption is no success: nothing verified it
    "Succeeded, 0, PreemptionByScheduler, '', PREEMPTED",
  })
  void theCauseOfAnEnd(String phase, int code, String target, String reason, Cause cause) {
    String condition =
        target.isEmpty()
            ? ""
            : "\"conditions\": [{\"type\": \"DisruptionTarget\", \"status\": \"True\", \"reason\":"
                + " \""
                + target
                + "\", \"lastTransitionTime\": \"2026-11-20T09:59:00Z\"}],";
    String why = reason.isEmpty() ? "" : "\"reason\": \"" + reason + "\",";
    PodAttempt pod =
        one(pod("", "\"phase\": \"" + phase + "\"," + why + condition, terminated(code, "")));
    assertThat(pod.end().cause()).isEqualTo(cause);
  }

  @Test
  void anExitZeroThatTheWrapperVerifiedIsASuccessWhateverTheClusterWanted() {
    String words =
        ", \"message\": \"{\\\"attempt\\\":\\\"1\\\",\\\"outcome\\\":\\\"finished\\\","
            + "\\\"code\\\":0,\\\"why\\\":\\\"every step is made\\\"}\"";
    PodAttempt pod =
        one(
            pod(
                "",
                "\"phase\": \"Succeeded\", \"conditions\": [{\"type\": \"DisruptionTarget\","
                    + " \"status\": \"True\", \"reason\": \"EvictionByEvictionAPI\"}],",
                terminated(0, words)));
    assertThat(pod.end().cause()).isEqualTo(Cause.FINISHED);
    assertThat(pod.end().said()).contains("every step is made");
  }

  @Test
  void billingEndsWithTheLastContainerAndSidecarsAreNoTrainers() {
    PodAttempt pod = one(pod("", "\"phase\": \"Succeeded\",", terminated(0, "")));
    assertThat(pod.times().billedFrom()).hasValue(Instant.parse("2026-11-20T09:00:01Z"));
    assertThat(pod.times().main()).hasValue(Instant.parse("2026-11-20T09:05:00Z"));
    assertThat(pod.times().exit()).hasValue(Instant.parse("2026-11-20T10:00:00Z"));
    assertThat(pod.times().released()).hasValue(Instant.parse("2026-11-20T10:00:09Z"));
  }

  @Test
  void clocksThatDifferArePutInOrderAndThatIsSaid() {
    String early =
        terminated(0, "").replace("09:05:00Z", "08:58:00Z").replace("T10:00:00Z", "T10:00:02Z");
    PodAttempt pod = one(pod("", "\"phase\": \"Succeeded\",", early));
    assertThat(pod.times().main()).hasValue(Instant.parse("2026-11-20T09:00:01Z"));
    assertThat(pod.remarks())
        .containsExactly("clocks differ: it was running 121 s before what must have come first");
  }

  @Test
  void whatRunsIsPendingAndKnownUpToTheLastWord() {
    RunFacts run =
        read(
            List.of(
                job("\"active\": 1"),
                "{\"at\": \"2026-11-20T09:30:00Z\", \"type\": \"MODIFIED\", \"object\": "
                    + pod(
                        "",
                        "\"phase\": \"Running\",",
                        "{\"running\": {\"startedAt\": \"2026-11-20T09:05:00Z\"}}")
                    + "}"));
    assertThat(run.pods().getFirst().end().cause()).isEqualTo(Cause.RUNNING);
    assertThat(run.completeness())
        .isEqualTo(
            new Completeness.Pending(
                List.of("the Job is not over: it is active", "nothing tells of the end of p")));
    assertThat(run.asOf()).hasValue(Instant.parse("2026-11-20T09:30:00Z"));
  }

  @Test
  void whenNobodyWatchedTheJobsTimesAreLeft() {
    RunFacts run = read(List.of(job(DONE)));
    assertThat(run.pods()).hasSize(2);
    assertThat(run.grade()).isEqualTo(Evidence.C);
    assertThat(run.pods().getFirst().requests().gpus().count()).isEqualTo(4);
    assertThat(run.pods().getFirst().times().billed().orElseThrow().length()).hasSeconds(3595);
    assertThat(run.completeness().complete()).isTrue();
    assertThat(run.job().orElseThrow().state()).isEqualTo(JobFacts.State.COMPLETE);
  }

  @Test
  void theWrappersFilesAreBetterThanTheJobsTimes() {
    RunFacts run =
        read(
            List.of(job(DONE)),
            log("1", event(300, "started"), event(3500, "ended", "outcome", "finished")),
            log("1-node1", event(310, "started"), event(3490, "ended", "outcome", "finished")));
    assertThat(run.grade()).isEqualTo(Evidence.B);
    assertThat(run.pods()).extracting(PodAttempt::index).containsExactly(0, 1);
    assertThat(run.pods().getFirst().times().billed().orElseThrow().length()).hasSeconds(3200);
  }

  @Test
  void aLogWithoutAnEndIsOfAPodWhoseEndIsUnknown() {
    RunFacts run = read(List.of(job(DONE)), log("1", event(300, "started"), event(900, "alive")));
    assertThat(run.pods().getFirst().end().cause()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void podsThatTheJobCountsAndNobodySawAreMissed() {
    RunFacts run =
        read(
            List.of(
                job(DONE.replace("\"succeeded\": 2", "\"succeeded\": 1, \"failed\": 3")),
                pod("", "\"phase\": \"Succeeded\",", terminated(0, ""))));
    assertThat(run.remarks())
        .containsExactly(
            "the Job counts 4 pods and 3 of them were never seen: what they cost is missing");
  }

  @Test
  void aLogGoesToThePodThatBeganWithIt() {
    PodAttempt pod =
        one(
            pod("", "\"phase\": \"Succeeded\",", terminated(0, "")),
            log("4", event(9000, "started"), event(9100, "ended", "outcome", "finished")),
            log(
                "3",
                event(301, "started", "gpus", List.of("GPU-1", "GPU-2")),
                event(302, "phase", "phase", "setup"),
                event(303, "trainer", "resumedStep", 40L),
                event(400, "progress", "step", 41L, "total", 90L, "tokens", 4100L),
                event(500, "evaluation", "seconds", 30.0),
                event(600, "checkpoint", "step", 60L),
                event(700, "progress", "step", 90L),
                event(3299, "ended", "outcome", "finished", "code", 0L, "why", "so it was")));
    TrainerLog log = pod.log().orElseThrow();
    assertThat(log.attempt()).isEqualTo("3");
    assertThat(log.gpus()).containsExactly("GPU-1", "GPU-2");
    assertThat(log.steps().base()).isEqualTo(40);
    assertThat(log.steps().total()).hasValue(90);
    assertThat(log.steps().own()).extracting(Mark::step).containsExactly(41L, 90L);
    assertThat(log.steps().usable()).isEqualTo(60);
    assertThat(log.work()).extracting(Work::kind).containsExactly(Work.Kind.EVALUATION);
    assertThat(log.work().getFirst().span().length()).hasSeconds(30);
  }

  @Test
  void aWallClockThatIsSetBackChangesNoDuration() {
    Instant nine = Instant.parse("2026-11-20T09:05:00Z");
    List<Event> events =
        List.of(
            Event.of(nine, "started", "s", 0.0),
            Event.of(nine.minusSeconds(3600), "progress", "s", 60.0, "step", 1L),
            Event.of(nine.minusSeconds(3000), "ended", "s", 660.0, "outcome", "finished"));
    TrainerLog log =
        one(pod("", "\"phase\": \"Succeeded\",", terminated(0, "")), new Recorded.Log("1", events))
            .log()
            .orElseThrow();
    assertThat(log.span().length()).hasSeconds(660);
    assertThat(log.steps().marks().getFirst().at()).isEqualTo(nine.plusSeconds(60));
  }

  @Test
  void lastWordsTellThePhasesWhenTheFilesAreLost() {
    String words =
        ", \"message\":"
            + " \"{\\\"attempt\\\":\\\"2\\\",\\\"s\\\":3290.5,\\\"outcome\\\":\\\"interrupted\\\","
            + "\\\"code\\\":75,\\\"step\\\":640,\\\"resumedStep\\\":200,"
            + "\\\"checkpoint\\\":\\\"/runs/output/checkpoint-600\\\","
            + "\\\"usage\\\":{\\\"phases\\\":[\\\"setup\\\",\\\"training\\\",\\\"evaluation\\\",\\\"stopping\\\"],"
            + "\\\"s\\\":[100,3070.25,30,90.25],\\\"gpus\\\":[{\\\"id\\\":\\\"GPU-1\\\"}]}}\"";
    TrainerLog log =
        one(pod("", "\"phase\": \"Failed\",", terminated(75, words))).log().orElseThrow();
    assertThat(log.attempt()).isEqualTo("2");
    assertThat(log.phases())
        .extracting(p -> p.at().toString())
        .containsExactly(
            "2026-11-20T09:05:00Z",
            "2026-11-20T09:06:40Z",
            "2026-11-20T09:57:50.250Z",
            "2026-11-20T09:58:20.250Z");
    assertThat(log.work()).extracting(w -> w.kind()).containsExactly(Work.Kind.EVALUATION);
    assertThat(log.gpus()).containsExactly("GPU-1");
    assertThat(log.steps().last().orElseThrow().step()).isEqualTo(640);
    assertThat(log.steps().base()).isEqualTo(200);
    assertThat(log.steps().usable()).isEqualTo(600);
  }

  @Test
  void brokenLinesAreSaidAndNothingIsThrown() {
    RunFacts run = read(List.of("{\"kind\": \"Pod\", \"metadata\"", "[]", "7", "{\"kind\": 3}"));
    assertThat(run.remarks())
        .containsExactly("1 lines of the recording are no JSON and were left out");
    assertThat(run.completeness()).isEqualTo(new Completeness.Pending(List.of("no pod was seen")));
  }

  @Test
  void ofARecordingOfManyRunsOneIsRead() {
    List<String> watch = new ArrayList<>();
    for (String run : List.of("a", "b")) {
      watch.add(
          pod(
                  ", \"labels\": {\"tuneplan.dev/run-id\": \"" + run + "\"}",
                  "\"phase\": \"Succeeded\",",
                  terminated(0, ""))
              .replace("\"uid\": \"u\"", "\"uid\": \"" + run + "\""));
    }
    RunFacts run = HistoryReader.read(new Recorded(Optional.of("b"), watch, List.of()));
    assertThat(run.pods()).extracting(p -> p.pod().uid()).containsExactly("b");
    assertThat(run.run()).isEqualTo("b");
  }

  private static Recorded.Log log(String attempt, Event... events) {
    return new Recorded.Log(attempt, List.of(events));
  }

  /** An event so many seconds after nine. */
  private static Event event(long seconds, String kind, Object... pairs) {
    return Event.of(Instant.parse("2026-11-20T09:00:00Z").plusSeconds(seconds), kind, pairs);
  }
}
