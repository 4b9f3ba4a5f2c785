package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.cluster.Tuneplan.Program;
import dev.tuneplan.cluster.Tuneplan.Said;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.KubeObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pod used reaches whoever asks, by each of the three channels alone. */
@Tag("cluster")
class MeasuredPodTest {
  private static final String WORKS =
      "[python3, -c, \"import time; e = time.time() + 15\\nwhile time.time() < e:"
          + " sum(range(9999))\"]";
  private static final String TAKES_ALL =
      "[python3, -c, \"import time; a = []\\nwhile True: a.append(b'x' * (1 << 26));"
          + " time.sleep(.2)\"]";

  @TempDir private Path folder;

  private Ground ground;

  @BeforeEach
  void ground() throws Exception {
    ground = Ground.in(folder);
  }

  /** The only attempt in what is left of a run. */
  private PlainTree attempt(Path from) throws Exception {
    Path out = Files.createTempFile(folder, "said", ".txt");
    List<String> words = List.of("samples", "--from", from.toString(), "-o", "json");
    Said said = new Program(Tuneplan.process("dev.tuneplan.cli.Main", out, words), out).end();
    assertThat(said.code()).as(said.out()).isZero();
    List<PlainTree> all = Run.json(said.out()).items("attempts");
    assertThat(all).as(said.out()).hasSize(1);
    return all.getFirst();
  }

  private Path shipped(Run run, KubeObject pod) throws Exception {
    String log = run.cluster().kubectl("logs", pod.name(), "-c", "agent");
    return Files.writeString(folder.resolve("agent.log"), log);
  }

  private Path lastWords(KubeObject pod) throws Exception {
    return Files.writeString(
        folder.resolve("last-words.json"), Run.ended(pod).text("message").orElseThrow());
  }

  @Test
  void segmentsTheSidecarsLinesAndTheLastWordsComeToTheSame() throws Exception {
    Run run = ground.create(WORKS, "ship: [stdout]");
    run.awaitComplete();
    KubeObject pod = run.pods().getLast();
    PlainTree segments = attempt(run.folder());
    PlainTree lines = attempt(shipped(run, pod));
    assertThat(segments.text("channel")).contains("segments");
    assertThat(lines.text("channel")).contains("shipped lines");
    assertThat(lines.flag("whole")).as("every line was sent before the pod ended").isTrue();
    assertThat(lines.at("usage")).isEqualTo(segments.at("usage"));
    PlainTree words = attempt(lastWords(pod));
    assertThat(words.at("usage", "phases")).isEqualTo(segments.at("usage", "phases"));
    assertThat(words.at("usage", "s")).isEqualTo(segments.at("usage", "s"));
    assertThat(words.at("usage", "host", "treeCpuS"))
        .isEqualTo(segments.at("usage", "host", "treeCpuS"));
  }

  @Test
  void aRunThatTakesMoreMemoryThanItsLimitIsMeasuredToItsEnd() throws Exception {
    Run run = ground.create(TAKES_ALL, "ship: [stdout]");
    assertThat(run.awaitFailed()).contains("PodFailurePolicy").contains("exit code 78");
    KubeObject pod = run.pods().getLast();
    assertThat(Run.lastWords(pod).text("outcome")).contains("memory");
    PlainTree lines = attempt(shipped(run, pod));
    assertThat(lines.flag("whole")).isTrue();
    assertThat(lines.at("usage")).isEqualTo(attempt(run.folder()).at("usage"));
  }
}
