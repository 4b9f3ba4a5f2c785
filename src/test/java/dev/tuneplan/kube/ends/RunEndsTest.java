package dev.tuneplan.kube.ends;

import static dev.tuneplan.kube.ends.Runners.complete;
import static dev.tuneplan.kube.ends.Runners.condition;
import static dev.tuneplan.kube.ends.Runners.json;
import static dev.tuneplan.kube.ends.Runners.live;
import static dev.tuneplan.testing.PlayedApi.broken;
import static dev.tuneplan.testing.PlayedApi.error;
import static dev.tuneplan.testing.PlayedApi.event;
import static dev.tuneplan.testing.PlayedApi.list;
import static dev.tuneplan.testing.PlayedApi.refused;
import static dev.tuneplan.testing.PlayedApi.watch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.Patience;
import dev.tuneplan.testing.PlayedApi;
import dev.tuneplan.testing.RecordedApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Waits only for the played server; the timeout ends what never asks it again. */
@Timeout(60)
class RunEndsTest {
  @TempDir private Path folder;

  private final Told told = new Told();
  private PlayedApi server;
  private ClusterApi api;

  @BeforeEach
  void start() throws Exception {
    server = PlayedApi.start();
    Path config = RecordedApi.kubeconfig(folder, server.address().replace("http://", ""));
    api =
        new ClusterConfig(List.of(config), Optional.empty())
            .connect()
            .api()
            .with(new Patience(Duration.ZERO, _ -> {}));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsEachEndOfANamespaceOnceThroughBrokenConnectionsAndForgottenVersions() throws Exception {
    server.plays(
        "jobs",
        list("5", live("a"), live("b"), live("c")),
        broken(event("MODIFIED", complete("a"))),
        watch(event("MODIFIED", complete("a")), error(410, "Expired")),
        list("50", complete("a"), live("c")),
        refused(503, "ServiceUnavailable"),
        watch(event("DELETED", live("c"))));
    try (RunEnds _ = RunEnds.follow(api, Optional.of("ml"), told)) {
      server.played("jobs");
    }
    assertThat(told.lines())
        .containsExactly(
            "live a",
            "live b",
            "live c",
            "ended a FINISHED CompletionsReached: all pods",
            "ended b DELETED was deleted while the API server could not be watched;"
                + " it may have ended before",
            "ended c DELETED was deleted");
    assertThat(server.asked())
        .anyMatch(
            q -> q.startsWith("/apis/batch/v1/namespaces/ml/jobs?labelSelector=tuneplan.dev"));
  }

  @Test
  void followsJobSetsBesideJobs() throws Exception {
    String set =
        live("s").replace("batch/v1", "jobset.x-k8s.io/v1alpha2").replace("Job\"", "JobSet\"");
    String ended = json("s", "", condition("Completed", "AllJobsCompleted", "all"));
    server.plays("jobs", list("5"));
    server.plays("jobsets", list("5", set), watch(event("MODIFIED", ended)));
    try (RunEnds _ = RunEnds.follow(api, Optional.empty(), told)) {
      server.played("jobs");
      server.played("jobsets");
    }
    assertThat(told.lines()).containsExactly("live s", "ended s FINISHED AllJobsCompleted: all");
    assertThat(server.asked())
        .anyMatch(q -> q.startsWith("/apis/jobset.x-k8s.io/v1alpha2/jobsets?"));
  }

  @Test
  void endsWithTheServersWordsWhenItMayNotRead() throws Exception {
    server.plays("jobs", refused(403, "Forbidden"));
    try (RunEnds ends = RunEnds.follow(api, Optional.of("ml"), told)) {
      assertThatThrownBy(ends::await)
          .isInstanceOf(Refused.class)
          .hasMessageContaining("was refused (403 Forbidden)");
    }
  }

  @Test
  void endsWithAFaultOfWhoListens() throws Exception {
    server.plays("jobs", list("5", live("a")));
    RunEnds.Listener faulty =
        new RunEnds.Listener() {
          @Override
          public void live(RunRef run) {
            throw new IllegalStateException("of " + run.word());
          }

          @Override
          public void ended(End end) {}

          @Override
          public void trouble(String sentence) {}
        };
    try (RunEnds ends = RunEnds.follow(api, Optional.of("ml"), faulty)) {
      assertThatThrownBy(ends::await).hasMessage("of jobs.batch/bot-a");
    }
  }

  @Test
  void tellsTheSameTroubleOfAllKindsOnce() {
    InTurn turn = new InTurn(told);
    turn.trouble("away");
    turn.trouble("away");
    turn.trouble("overloaded");
    turn.live(Runners.seen(live("a")).run());
    turn.trouble("away");
    assertThat(told.lines())
        .containsExactly("trouble away", "trouble overloaded", "live a", "trouble away");
  }
}
