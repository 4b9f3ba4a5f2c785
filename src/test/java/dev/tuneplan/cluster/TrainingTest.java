package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.KubeObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transformers and PEFT train in a container, within the wrapper out of the agent's image. */
@Tag("cluster")
class TrainingTest {
  private static final String TRAIN = "python3, /data/train.py]";

  @TempDir private Path folder;

  private Ground ground;

  @BeforeEach
  void ground() throws Exception {
    ground = Ground.in(folder);
  }

  @Test
  void isFinishedForWhoLaunchedItWhenEveryStepIsMadeAndTheAdapterIsThere() throws Exception {
    Path plan = ground.saved("[" + TRAIN);
    Tuneplan.Said said = ground.tuneplan().launch(plan, "--yes", "--watch");
    assertThat(said.out()).contains(" created\n", "  training  step ", "  finished  step 24/24");
    assertThat(said.code()).isZero();
    Run run = ground.run(plan);
    List<KubeObject> pods = run.pods();
    assertThat(pods).hasSize(1);
    assertThat(Run.ended(pods.getFirst()).text("exitCode")).contains("0");
    PlainTree words = Run.lastWords(pods.getFirst());
    assertThat(words.text("outcome")).contains("finished");
    assertThat(words.text("attempt")).contains("1");
    assertThat(words.text("source")).as("who told the progress").contains("callback");
    assertThat(words.text("step")).contains("24");
    assertThat(words.text("total")).contains("24");
    assertThat(run.folder().resolve("output/adapter_model.safetensors")).isNotEmptyFile();
    assertThat(losses(run))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a))
        .hasSizeGreaterThan(1);
  }

  private static List<Double> losses(Run run) throws Exception {
    return run.events(1).stream()
        .filter(e -> e.text("event").filter("progress"::equals).isPresent())
        .flatMap(e -> e.text("loss").stream())
        .map(Double::valueOf)
        .toList();
  }

  @Test
  void goesOnFromTheNewestCompleteCheckpointWhenItsPodIsDeletedHalfWay() throws Exception {
    Run run = ground.create("[env, HOLD_AT=20, " + TRAIN);
    String first = run.runningPod();
    run.awaitOutput(first, "writing checkpoint 20");
    run.cluster().kubectl("delete", "pod", first);
    run.awaitComplete();
    assertThat(run.ended(1).text("outcome")).contains("interrupted");
    assertThat(run.ended(1).text("code")).contains("75");
    // 20 is torn
    assertThat(run.event(2, "trainer").text("resumedStep")).contains("18");
    assertThat(run.folder().resolve("output/incomplete-checkpoint-20-2")).isDirectory();
    PlainTree words = Run.lastWords(run.pods().getLast());
    assertThat(words.text("outcome")).contains("finished");
    assertThat(words.text("attempt")).contains("2");
    assertThat(words.text("step")).contains("24");
    assertThat(Files.size(run.folder().resolve("output/adapter_model.safetensors"))).isPositive();
  }

  @Test
  void isNotRetriedWhenItRanOutOfTheGpusMemory() throws Exception {
    Run run = ground.create("[python3, /data/too_large.py]");
    assertThat(run.awaitFailed()).contains("PodFailurePolicy").contains("exit code 78");
    assertThat(run.pods()).hasSize(1);
    PlainTree words = Run.lastWords(run.pods().getFirst());
    assertThat(words.text("outcome")).contains("memory");
    assertThat(words.text("exit")).contains("1");
    assertThat(words.text("why").orElseThrow()).contains("torch.OutOfMemoryError");
  }
}
