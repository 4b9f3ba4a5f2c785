package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
  private static final String[] PLAN = {
    "plan",
    "--model",
    "Qwen/Qwen3-8B",
    "--method",
    "lora",
    "--trainer",
    "axolotl",
    "--tokens",
    "5000000",
    "--gpu",
    "h100-sxm5-80gb",
    "--max-gpus",
    "4"
  };

  @TempDir private Path folder;
  private String before = "";

  @BeforeEach
  void useFoldersOfOnesOwn() {
    before = System.getProperty("tuneplan.calibrations", "");
    System.setProperty("tuneplan.calibrations", folder.resolve("calibrations").toString());
    System.setProperty("tuneplan.ledger", folder.resolve("ledger.db").toString());
    System.setProperty("tuneplan.data", "src/test/resources/local");
  }

  @AfterEach
  void forgetThem() {
    System.setProperty("tuneplan.calibrations", before);
    System.clearProperty("tuneplan.ledger");
    System.clearProperty("tuneplan.data");
  }

  private static String said(String... args) {
    StringWriter out = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(out), args);
    assertThat(code).as(out.toString()).isZero();
    return out.toString();
  }

  @Test
  void saysWhatItIsAndThatNothingWasLearnedYet() throws IOException {
    Golden.verify("help-calibrate", "calibrate", "--help");
    Golden.verify("calibrate-nothing", "calibrate", "--show");
  }

  @Test
  void aReconciledRunCorrectsTheNextPlanWhichSaysSo() throws IOException {
    String unlearned = said(PLAN);
    assertThat(unlearned).contains("Basis: tuneplan's own model of a step.");
    said("reconcile", "support-bot");
    // by how much depends on the day: old runs count less
    assertThat(said("calibrate"))
        .containsPattern("axolotl +h100-sxm5-80gb +lora +1 +x[01]\\.\\d\\d ")
        .endsWith("version 1: 1 runs, 0 left out\n");
    assertThat(said(PLAN)).containsPattern("speed x[01]\\.\\d\\d after 1 run \\(2 of the list\\)");
    // the same run again teaches nothing more, and is a version of its own
    assertThat(said("calibrate")).endsWith("version 2: 1 runs, 0 left out\n");
    assertThat(said("calibrate", "--show", "-o", "json")).contains("\"version\": 2");
    Path saved = folder.resolve("plan.yaml");
    said(
        PLAN[0],
        PLAN[1],
        PLAN[2],
        PLAN[3],
        PLAN[4],
        PLAN[5],
        PLAN[6],
        PLAN[7],
        PLAN[8],
        PLAN[9],
        PLAN[10],
        PLAN[11],
        PLAN[12],
        "--save",
        saved.toString());
    assertThat(Files.readString(saved)).containsPattern("learned:\\s+speedFactor: [01]\\.\\d");
  }

  @Test
  void measuredRunsOfAFileTeachToo() throws IOException {
    assertThat(said("calibrate", "--from", "accuracy/measurements.csv"))
        .contains("left out: ")
        .containsPattern("version 1: \\d{3} runs");
  }
}
