package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.nvml.FakeNvml;
import dev.tuneplan.runs.FileRuns;
import dev.tuneplan.runs.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A wrapper that really runs, with GPUs of a stub and a trainer that stops making steps. */
@Timeout(300)
class WarnedRunTest {
  private static final String ID = "7f3a00";

  @TempDir private Path folder;

  @AfterEach
  void forgetTheFolder() {
    System.clearProperty("tuneplan.data");
  }

  private FileRuns run() throws IOException {
    System.setProperty("tuneplan.data", folder.resolve("data").toString());
    FileRuns runs = new FileRuns(folder.resolve("data/runs"));
    runs.create(
        new RunRecord(
            ID,
            "demo",
            Instant.parse("2026-11-25T12:00:00Z"),
            "meta-llama/Llama-3.1-8B",
            "command",
            "2 x h100",
            new RunRecord.Expected(6, 1e6, 1, OptionalDouble.empty(), OptionalDouble.empty())),
        Map.of());
    runs.begin(ID, 1);
    return runs;
  }

  private Process wrapper(FileRuns runs) throws IOException {
    Path trainer = Path.of("src/test/resources/agent/trainer.py").toAbsolutePath();
    String output = runs.folder(ID).resolve("output").toString();
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.addAll(List.of(AgentMain.class.getName(), "agent", "run", "--print-events"));
    words.addAll(List.of("--dir", runs.folder(ID).toString(), "--attempt", "1"));
    words.addAll(List.of("--stall-after", "60s", "--", "python3", trainer.toString()));
    words.addAll(List.of("--output", output, "--callback", "--pause-at", "4"));
    words.addAll(List.of("--go", folder.resolve("go").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile());
    Path nvml = Files.createDirectory(folder.resolve("nvml"));
    new FakeNvml(nvml).plays("gpus 2", "gpu * power 0:110000", "gpu * used 0:61440");
    builder.environment().put("LD_LIBRARY_PATH", nvml.toString());
    return builder.start();
  }

  @Test
  void whatARunWastesIsInTheListOfRunsAndOnTheScreen() throws Exception {
    FileRuns runs = run();
    Process wrapper = wrapper(runs);
    try {
      Launched.await(() -> warned(runs));
      String rule = "no step for [0-9]+ s, and the GPUs are 0 % busy: it seems to wait for data";
      assertThat(Launched.run("runs", "--target", "local").text())
          .containsPattern("(?s) warning *\n.*" + rule);
      assertThat(Launched.run("runs", "--target", "local", "-o", "json").text())
          .containsPattern("\"warning\": \"" + rule);
      assertThat(Launched.run("watch", "demo", "--once").text())
          .containsPattern("warning +" + rule)
          .contains("GPU 0        0 %    60.0/79.6 GiB  110 W")
          .contains("GPU 1        0 %    60.0/79.6 GiB  110 W");
      assertThat(Files.readString(folder.resolve("said.txt")))
          .contains("##tuneplan ")
          .contains("\"memMiB\":61440.0,\"ofMiB\":81559.0,\"powerW\":110.0}");
    } finally {
      wrapper.destroy();
      assertThat(wrapper.waitFor()).isEqualTo(75);
    }
    assertThat(Launched.run("runs", "--target", "local").text()).doesNotContain("warning");
  }

  private static boolean warned(FileRuns runs) {
    try {
      return runs.attempts(ID).getLast().warning().isPresent();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
