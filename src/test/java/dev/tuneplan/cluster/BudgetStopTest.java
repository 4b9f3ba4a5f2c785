package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Money;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.api.Scope;
import dev.tuneplan.objects.KubeObject;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that may cost only so much, over the attempts that it takes. */
@Tag("cluster")
class BudgetStopTest {
  /** Four minutes at the plan's 1.006 USD an hour. */
  private static final String CAP = "0.067";

  private static final int ENDLESS = 5000;

  @TempDir private Path folder;

  private Ground ground;

  @BeforeEach
  void ground() throws Exception {
    ground = Ground.in(folder);
  }

  @Test
  void savesACheckpointEndsAndIsNotRetriedWhenItsAttemptsTogetherCostTheCap() throws Exception {
    Run run =
        ground.createCapped("[env, CRASH_AT=40, SAVES=1, python3, /data/train.py]", ENDLESS, CAP);
    String first = run.runningPod();
    String second = run.runningPod(first);
    run.awaitOutput(second, "resumes from");
    run.cluster().kubectl("wait", "--for=condition=Failed", "job/" + run.name(), "--timeout=280s");
    assertThat(run.awaitFailed()).contains("PodFailurePolicy").contains("exit code 79");
    List<KubeObject> pods = run.pods();
    assertThat(pods).as("one crashed and was tried again, the other was not").hasSize(2);
    assertThat(Run.ended(pods.getFirst()).text("exitCode")).contains("3");
    assertThat(Run.ended(pods.getLast()).text("exitCode")).contains("79");
    PlainTree words = Run.lastWords(pods.getLast());
    assertThat(words.text("outcome")).contains("budget");
    String told = run.cluster().kubectl("logs", second, "-c", "trainer");
    assertThat(told).contains("told to end: saves step " + newest(run) + "\n");
    assertThat(newest(run)).isGreaterThanOrEqualTo(words.whole("step").orElseThrow());
    cost(run);
  }

  private static long newest(Run run) throws Exception {
    try (Stream<Path> all = Files.list(run.folder().resolve("output"))) {
      OptionalLong newest =
          all.map(p -> p.getFileName().toString())
              .filter(n -> n.matches("checkpoint-[0-9]+"))
              .mapToLong(n -> Long.parseLong(n.substring("checkpoint-".length())))
              .max();
      return newest.orElseThrow();
    }
  }

  /** By the command that people ask, of what the cluster and the wrapper say. */
  private void cost(Run run) throws Exception {
    Path recording = Files.createDirectory(folder.resolve("recording"));
    Files.createSymbolicLink(recording.resolve("attempts"), run.folder().resolve("attempts"));
    List<String> lines = new ArrayList<>();
    run.pods().forEach(p -> lines.add(seen("v1", "Pod", p)));
    lines.add(seen("batch/v1", "Job", run.job()));
    run.cluster()
        .api()
        .list(Resource.NODES, Scope.everywhere())
        .items()
        .forEach(n -> lines.add(seen("v1", "Node", n)));
    Files.write(recording.resolve("watch.jsonl"), lines);
    Files.writeString(
        recording.resolve("rates.yaml"),
        "apiVersion: tuneplan/v1\nkind: Rates\nrates:\n"
            + "- {perGpuHour: '1.006', source: the plan's offer}\n");
    Path out = folder.resolve("cost.json");
    Process reconcile =
        Tuneplan.process(
            "dev.tuneplan.cli.Main",
            out,
            List.of("reconcile", recording.toString(), "--no-keep", "-o", "json"));
    assertThat(reconcile.waitFor()).as(Files.readString(out)).isZero();
    PlainTree said = Run.json(Files.readString(out));
    assertThat(said.text("complete")).contains("true");
    assertThat(said.text("evidence")).contains("A");
    assertThat(said.text("cost", "attempts")).contains("2");
    Money total = Money.of(said.text("cost", "allocation").orElseThrow());
    List<PlainTree> of = said.items("pods");
    Money one = Money.of(of.getFirst().text("cost").orElseThrow());
    Money other = Money.of(of.getLast().text("cost").orElseThrow());
    assertThat(one.plus(other)).isEqualTo(total);
    assertThat(total).isBetween(part("0.85"), part("1.05"));
    assertThat(other).as("the first attempt's money counts").isLessThan(part("0.95"));
  }

  private static Money part(String share) {
    return new Money(Money.of(CAP).amount().multiply(new BigDecimal(share)));
  }

  /** As a watch would print it; in a list objects do not say what they are. */
  private static String seen(String version, String kind, KubeObject object) {
    Map<Object, Object> tree = new LinkedHashMap<>(object.map());
    tree.put("apiVersion", version);
    tree.put("kind", kind);
    return JsonText.of(Map.of("type", "ADDED", "object", tree));
  }
}
