package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.KubeObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a Job and what does not, with the wrapper around scripts that end in every way. */
@Tag("cluster")
class EndsTest {
  @TempDir private Path folder;

  private Ground ground;

  @BeforeEach
  void ground() throws Exception {
    ground = Ground.in(folder);
  }

  @Test
  void anExitWithZeroAfterSigtermDoesNotCompleteTheJob() throws Exception {
    // as a program that saves and stops, and says that all went well
    Run run =
        ground.create(
            "[sh, -c, 'if [ -e /runs/again ]; then exit 0; fi; touch /runs/again;"
                + " trap \"exit 0\" TERM; echo runs; while :; do sleep 0.1; done']");
    String first = run.runningPod();
    run.awaitOutput(first, "runs");
    run.cluster().kubectl("delete", "pod", first);
    run.awaitComplete();
    assertThat(run.ended(1).text("exit")).contains("0");
    assertThat(run.ended(1).text("code")).contains("143");
    assertThat(run.job().text("status", "failed")).contains("1");
    assertThat(run.job().text("status", "succeeded")).contains("1");
    assertThat(run.ended(2).text("outcome")).contains("finished");
  }

  @Test
  void sidecarsNeverFailTheJobWhateverTheyEndWith() throws Exception {
    // 77 of a sidecar would end the run if it were taken for the trainer's, and the first attempt
    // fails
    Run run =
        ground.createOver(
            sidecars("143", "1", "77"),
            "[sh, -c, 'if [ -e /runs/again ]; then exit 0; fi; touch /runs/again; exit 3']");
    run.awaitComplete();
    assertThat(run.ended(1).text("code")).contains("3");
    assertThat(run.job().text("status", "failed")).contains("1");
    KubeObject last = run.pods().getLast();
    assertThat(Run.ended(last).text("exitCode")).contains("0");
    for (String code : new String[] {"143", "1", "77"}) {
      assertThat(
              last.at("status")
                  .item("initContainerStatuses", "name", "sidecar-" + code)
                  .text("state", "terminated", "exitCode"))
          .contains(code);
    }
  }

  private static String sidecars(String... codes) {
    StringBuilder all = new StringBuilder("spec: {template: {spec: {initContainers: [");
    for (String code : codes) {
      all.append(
          """
          {name: sidecar-CODE, restartPolicy: Always, image: dev.local/sh:1, imagePullPolicy: Never,
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}},
            command: [sh, -c, "trap 'exit CODE' TERM; while :; do sleep 0.1; done"]},
          """
              .replace("CODE", code));
    }
    return "apiVersion: batch/v1\nkind: Job\n" + all + "]}}}\n";
  }

  @Test
  void disruptionsEndTheJobWhenThereWereTooMany() throws Exception {
    Run run = ground.create("[sleep, '1000']", "maxAttempts: 3", "retries: 0");
    String pod = "";
    for (int attempt = 1; attempt <= 3; attempt++) {
      pod = run.runningPod(pod);
      run.evict(pod);
      run.cluster().kubectl("wait", "--for=delete", "pod/" + pod, "--timeout=60s");
      // not one of them counts as a failure
      assertThat(run.job().text("status", "failed").orElse("0")).isEqualTo("0");
    }
    assertThat(run.awaitFailed()).contains("PodFailurePolicy").contains("exit code 79");
    PlainTree words = Run.lastWords(run.pods().getLast());
    assertThat(words.text("why"))
        .contains("this launch had 3 attempts, and --max-attempts allows 3: nothing was started");
    assertThat(Files.list(run.folder().resolve("attempts")).count()).isEqualTo(4);
  }
}
