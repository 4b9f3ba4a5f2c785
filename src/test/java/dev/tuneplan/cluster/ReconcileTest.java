package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.cluster.Tuneplan.Program;
import dev.tuneplan.cluster.Tuneplan.Said;
import dev.tuneplan.files.PlainTree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs in a cluster cost, while something of them is left and after. */
@Tag("cluster")
class ReconcileTest {
  private static final String TRAIN = "[python3, /data/train.py]";

  @TempDir private Path folder;

  private Ground ground;

  @BeforeEach
  void ground() throws Exception {
    ground = Ground.in(folder);
  }

  private Program program(String... words) throws Exception {
    return ground.tuneplan().begin(words);
  }

  private PlainTree reconciled(Run run) throws Exception {
    return reconciled(id(run));
  }

  private PlainTree reconciled(String what) throws Exception {
    Said said = program("reconcile", what, "-o", "json").end();
    assertThat(said.code()).as(said.out()).isZero();
    String json = said.out().substring(said.out().indexOf('{'));
    return Run.json(json);
  }

  private static String id(Run run) {
    return run.folder().getFileName().toString();
  }

  @Test
  void aWatchedRunCostsTheSameWhenNothingOfItIsLeft() throws Exception {
    Run run = ground.create(TRAIN);
    Said watched = program("watch", id(run)).end();
    assertThat(watched.code()).as(watched.out()).isZero();
    PlainTree there = reconciled(run);
    assertThat(there.text("evidence")).contains("A");
    assertThat(there.flag("complete")).isTrue();
    assertThat(there.whole("actual", "usefulSteps")).hasValue(24);
    assertThat(there.items("pods")).hasSize(1);
    assertThat(Double.parseDouble(there.text("cost", "allocation").orElse("0"))).isPositive();
    run.cluster().kubectl("delete", "job", run.name(), "--cascade=foreground");
    assertThat(run.pods()).isEmpty();
    assertThat(reconciled(run)).isEqualTo(there);
    Said listed = program("reconcile", "--all").end();
    assertThat(listed.out()).contains("1 run: 1 as it was");
  }

  @Test
  void aRunThatNobodyWatchedIsToldByItsPodsAndThenByItsJob() throws Exception {
    Run first = ground.create(TRAIN);
    first.awaitComplete();
    assertThat(reconciled(first).text("evidence")).contains("A");
    Run second = ground.create("[env, OTHER=1, python3, /data/train.py]");
    second.awaitComplete();
    second.cluster().kubectl("delete", "pods", "-l", "tuneplan.dev/run-id=" + id(second));
    PlainTree job = reconciled(second);
    assertThat(job.text("evidence")).contains("C");
    assertThat(job.flag("complete")).isTrue();
    PlainTree files = reconciled(recorded(second).toString());
    assertThat(files.text("evidence")).contains("B");
    assertThat(files.flag("complete")).isTrue();
    assertThat(files.whole("actual", "usefulSteps")).hasValue(24);
    assertThat(files.items("bridge", "lines"))
        .filteredOn(l -> l.text("effect").filter("unexplained"::equals).isPresent())
        .extracting(l -> l.text("amount").orElseThrow())
        .containsExactly("0");
  }

  /** What is left of a run whose pods are gone: its Job, and what the wrapper wrote. */
  private Path recorded(Run run) throws Exception {
    Path recording = Files.createDirectory(folder.resolve("recording"));
    String job = run.cluster().kubectl("get", "job", run.name(), "-o", "json");
    Files.writeString(recording.resolve("watch.jsonl"), job);
    Files.copy(
        run.folder().resolve("attempts/1/events.jsonl"), recording.resolve("events-1.jsonl"));
    return recording;
  }

  @Test
  void aRunThatGoesOnIsPending() throws Exception {
    Run run = ground.create("[env, HOLD_AT=20, python3, /data/train.py]");
    run.awaitOutput(run.runningPod(), "writing checkpoint 20");
    assertThat(reconciled(run).flag("complete")).isFalse();
    assertThat(program("reconcile").end().out()).contains("1 run: 1 not over");
    // what it holds of the node's two processors is for others
    run.cluster().kubectl("delete", "job", run.name(), "--cascade=foreground");
  }
}
