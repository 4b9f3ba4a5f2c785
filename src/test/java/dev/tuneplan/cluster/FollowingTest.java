package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.cluster.Tuneplan.Program;
import dev.tuneplan.cluster.Tuneplan.Said;
import dev.tuneplan.files.PlainTree;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Watches, reads, cancels and lists runs in a cluster with the rights of k8s-templates/rbac.yaml.
 */
@Tag("cluster")
class FollowingTest {
  private static final String TRAIN = "python3, /data/train.py]";
  private static final String WAITS =
      "[sh, -c, 'trap \"echo saving; exit 3\" TERM; echo runs; while :; do sleep 0.1; done']";

  @TempDir private Path folder;

  private Ground ground;

  @BeforeEach
  void ground() throws Exception {
    ground = Ground.in(folder);
  }

  private Program program(String... words) throws Exception {
    return ground.tuneplan().begin(words);
  }

  private Said said(String... words) throws Exception {
    return program(words).end();
  }

  private static String id(Run run) {
    return run.folder().getFileName().toString();
  }

  @Test
  void showsATrainingThatLosesItsPodHalfWayToItsEnd() throws Exception {
    Run run = ground.create("[env, HOLD_AT=20, " + TRAIN);
    Program watch = program("watch", id(run), "-o", "json");
    Program logs = program("logs", "bot", "-f");
    String first = run.runningPod();
    run.awaitOutput(first, "writing checkpoint 20");
    run.cluster().kubectl("delete", "pod", first);
    Said watched = watch.end();
    assertThat(watched.code()).as(watched.out()).isZero();
    List<PlainTree> views = watched.out().lines().map(Run::json).toList();
    assertThat(views).extracting(v -> v.text("state").orElse("")).contains("running", "finished");
    assertThat(views)
        .as("steps of the first attempt, and of the second")
        .anyMatch(v -> v.whole("attempt").orElse(0) == 1 && v.whole("step").orElse(0) > 5)
        .anyMatch(v -> v.whole("attempt").orElse(0) == 2 && v.whole("step").orElse(0) > 18);
    assertThat(views).anyMatch(v -> v.text("source").filter("callback"::equals).isPresent());
    PlainTree end = views.getLast();
    assertThat(end.text("state")).contains("finished");
    assertThat(end.text("step")).contains("24");
    assertThat(end.text("attempt")).contains("2");
    assertThat(end.number("usd").orElse(0)).isPositive();
    Said read = logs.end();
    assertThat(read.out()).contains("writing checkpoint 20").doesNotContain("##tuneplan");
    assertThat(said("logs", id(run)).out()).contains("'loss'").doesNotContain("##tuneplan");
    PlainTree listed = Run.json(said("runs", "-o", "json").out()).items("runs").getFirst();
    assertThat(listed.text("run")).contains(id(run));
    assertThat(listed.text("state")).contains("finished");
    assertThat(listed.text("step")).contains("24");
  }

  @Test
  void cancelsARunThatStaysWithWhatItCameTo() throws Exception {
    Run run = ground.create(WAITS);
    run.awaitOutput(run.runningPod(), "runs");
    Said once = said("watch", id(run), "--once");
    assertThat(once.out()).contains("state      setup").contains("so far");
    Said cancelled = said("cancel", id(run));
    assertThat(cancelled.out()).contains("is asked to end").contains("  failed  ");
    assertThat(cancelled.code()).as(cancelled.out()).isZero();
    assertThat(run.awaitFailed()).contains("DeadlineExceeded");
    Said again = said("cancel", id(run));
    assertThat(again.out()).contains("nothing to end").contains("cancelled by");
    assertThat(again.code()).isZero();
    Said watched = said("watch", id(run));
    assertThat(watched.out()).contains("cancelled by system:serviceaccount:");
    assertThat(watched.code()).isEqualTo(6);
  }

  @Test
  void deletesARunThatWaits() throws Exception {
    Run run = ground.create(WAITS, "queue: none");
    Said once = said("watch", id(run), "--once");
    assertThat(once.out())
        .contains("queued", "place 1 of 1 in queue none: LocalQueue none doesn't exist");
    Said cancelled = said("cancel", id(run));
    assertThat(cancelled.code()).as(cancelled.out()).isZero();
    assertThat(run.cluster().kubectl("get", "jobs", "-o", "name")).isEmpty();
    assertThat(said("watch", id(run)).out())
        .contains("no run '" + id(run) + "'")
        .contains("in the namespace " + run.cluster().namespace());
  }

  @Test
  void saysWhatAPodWaitsFor() throws Exception {
    Run run =
        ground.createOver(
            """
            apiVersion: batch/v1
            kind: Job
            spec: {template: {spec: {nodeSelector: {no: such}}}}
            """,
            WAITS);
    Program watch = program("watch", id(run));
    run.cluster()
        .line(
            l -> l.contains("Unschedulable"),
            "get",
            "pods",
            "-w",
            "-o",
            "jsonpath={.items[*].status}{.status}");
    Said logs = said("logs", id(run));
    assertThat(logs.out()).contains("has printed nothing yet: Unschedulable: 0/");
    run.cluster().kubectl("delete", "jobs", "--all");
    Said watched = watch.end();
    assertThat(watched.out())
        .contains("  pending  ")
        .contains("Unschedulable: 0/")
        .contains("it was deleted");
    assertThat(watched.code()).isEqualTo(6);
  }
}
