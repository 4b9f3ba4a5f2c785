package dev.tuneplan.cli;

import static dev.tuneplan.cli.Session.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.calibrate.Exposure;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Session.class)
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

  private static final String[] PLAN_A10G = {
    "--model", "meta-llama/Llama-3.1-8B", "--method", "qlora", "--trainer", "trl", "--gpu", "a10g"
  };

  @TempDir private Path folder;

  @BeforeEach
  void useFoldersOfOnesOwn() {
    System.setProperty("tuneplan.calibrations", folder.resolve("calibrations").toString());
    Session.ledger(folder.resolve("ledger.db"));
    Session.data(Path.of("src/test/resources/local"));
    System.setProperty("tuneplan.now", "2027-01-10T00:00:00Z");
  }

  @Test
  void saysWhatItIsAndThatNothingWasLearnedYet() throws IOException {
    Golden.verify("help-calibrate", "calibrate", "--help");
    Golden.verify("calibrate-nothing", "calibrate", "--show");
  }

  @Test
  void aReconciledRunCorrectsTheNextPlanWhichSaysSo() throws IOException {
    String unlearned = said(0, PLAN);
    assertThat(unlearned).contains("Basis: tuneplan's own model of a step.");
    said(0, "reconcile", "support-bot");
    // by how much depends on the day: old runs count less
    assertThat(said(0, "calibrate"))
        .containsPattern("axolotl +h100-sxm5-80gb +lora +speed +1 +x[01]\\.\\d\\d ")
        .endsWith("version 1: 1 run, 0 left out\n");
    assertThat(said(0, PLAN))
        .containsPattern("speed x[01]\\.\\d\\d after 1 run, .*, last .* ago \\(2 of the list\\)");
    // the same run again teaches nothing more, and is a version of its own
    assertThat(said(0, "calibrate")).endsWith("version 2: 1 run, 0 left out\n");
    assertThat(said(0, "calibrate", "--show", "-o", "json")).contains("\"version\": 2");
    Path saved = folder.resolve("plan.yaml");
    said(
        0,
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
    assertThat(Files.readString(saved))
        .containsPattern("learned:\\s+calibration: 2\\s+speedFactor: [01]\\.\\d");
  }

  @Test
  void measuredRunsOfAFileTeachToo() throws IOException {
    assertThat(said(0, "calibrate", "--from", "accuracy/measurements.csv"))
        .contains("left out: ")
        .containsPattern("version 1: \\d{3} runs");
  }

  /** Four runs of a model on an A10G, of which one ended out of memory. */
  private void remember() throws IOException {
    List<Observation> all = new ArrayList<>();
    Instant day = Instant.parse("2027-01-07T00:00:00Z");
    for (int i = 0; i < 4; i++) {
      Key key = Experiences.key("transformers", "a10g", "qlora", "meta-llama/Llama-3.1-8B", 1);
      all.add(new Observation("run" + i, Quantity.MEMORY, key, 10, i == 0 ? 14 : 12, i == 0, day));
      all.add(new Observation("run" + i, Quantity.SPEED, key, 1000, 1100 + 10 * i, false, day));
      all.add(new Observation("run" + i, Quantity.SETUP, key, 130, 260, false, day));
      all.add(new Observation("run" + i, Quantity.OVERHEAD, key, 10, 10.4, false, day));
    }
    try (Ledger ledger = Home.ledger()) {
      new CalibrationStore(folder.resolve("calibrations"))
          .add(
              new CalibrationVersion(
                  0, day, all, List.of(), List.of(new Exposure("run0", "a10g", 40, 2, day))),
              ledger.calibrations());
    }
  }

  @Test
  void plansAndEstimatesSayWhatTheyLearnedAndFromWhen() throws IOException {
    remember();
    Golden.verify("calibrate-show", "calibrate", "--show");
    Golden.verify("calibrate-show-yaml", "calibrate", "--show", "-o", "yaml");
    Golden.verify("estimate-learned", with(PLAN_A10G, "estimate"));
    Golden.verify("estimate-learned-json", with(PLAN_A10G, "estimate", "-o", "json"));
    Golden.verify(
        "plan-learned", with(PLAN_A10G, "plan", "--tokens", "5000000", "--max-gpus", "1"));
  }

  @Test
  void theCalibrationIsNamedInTheSavedPlan() throws IOException {
    remember();
    Path saved = folder.resolve("plan.yaml");
    said(
        0,
        with(
            PLAN_A10G,
            "plan",
            "--tokens",
            "5000000",
            "--max-gpus",
            "1",
            "--save",
            saved.toString()));
    assertThat(Files.readString(saved)).contains("calibration: 1").contains("memoryFactor: 1.");
  }

  @Test
  void whatAPlanExpectsTravelsWithItsJob() throws IOException {
    Path saved = folder.resolve("plan.yaml");
    String plan = Files.readString(Path.of("src/test/resources/plans/bot.yaml"));
    Files.writeString(
        saved,
        plan.replaceFirst(
            "\nrecommended:\n",
            "\n"
                + "recommended:\n"
                + "  setupHours: 0.03\n"
                + "  tokensPerSecondPerGpu: {p50: 720}\n"
                + "  memoryGiB: {p50: 18}\n"
                + "  memoryStaticGiB: 7\n"
                + "  usableGiB: 78\n"
                + "  learned: {calibration: 3, speedFactor: 1.25, runs: 4, memoryFactor: 1.1}\n"));
    assertThat(said(0, "render", saved.toString()).replace("\\", ""))
        .contains("\"learned\":{\"calibration\":3.0,\"speedFactor\":1.25,\"memoryFactor\":1.1}")
        .contains("\"setupHours\":0.03,\"memoryGiB\":[7.0,10.0,78.0]")
        .contains("\"tokensPerSecond\":720.0");
    // what plans of older versions do not say is left out
    assertThat(said(0, "render", "src/test/resources/plans/bot.yaml").replace("\\", ""))
        .doesNotContain("\"tokensPerSecond\":", "\"learned\"", "\"memoryGiB\"");
  }

  @Test
  void whoeverUsesTheSameLedgerBeginsWithWhatOthersLearned() {
    said(0, "calibrate", "--from", "accuracy/measurements.csv");
    String theirs = said(0, "calibrate", "--show");
    System.setProperty("tuneplan.calibrations", folder.resolve("of-somebody-else").toString());
    assertThat(said(0, "calibrate", "--show")).startsWith("nothing was learned yet");
    assertThat(said(0, "calibrate", "--show", "1")).isEqualTo(theirs);
    assertThat(said(0, "calibrate")).isEqualTo(theirs.replace("version 1:", "version 2:"));
  }

  @Test
  void whatIsNotWantedAnyMoreIsTakenBackByAnEarlierVersion() throws IOException {
    remember();
    String before = said(0, "calibrate", "--show");
    said(0, "calibrate", "--from", "accuracy/measurements.csv");
    assertThat(said(0, "calibrate", "--show")).isNotEqualTo(before);
    said(0, "calibrate", "--restore", "1");
    // the days that have passed since make old runs count less
    assertThat(said(0, "calibrate", "--show").lines().map(l -> l.split(" ")[0]).toList())
        .isEqualTo(before.lines().map(l -> l.split(" ")[0]).toList());
    assertThat(said(0, "calibrate", "--show")).contains("version 3: 4 runs");
  }

  @Test
  void aFileThatIsNoCalibrationIsNamed() throws IOException {
    remember();
    Path file = folder.resolve("calibrations/1.json");
    for (String broken :
        List.of(
            "",
            "{}",
            "[1, 2]",
            "{\"made\": \"2027-01-07T00:00:00Z\"}",
            Files.readString(file).replace("actual", "x"))) {
      Files.writeString(file, broken);
      assertThat(said(2, "calibrate", "--show"))
          .contains("1.json is no calibration; remove it, or make a new one");
    }
  }

  @Test
  void aVersionIsTheOneThatItsFileIsNamedAfter() throws IOException {
    remember();
    Path calibrations = folder.resolve("calibrations");
    Files.copy(calibrations.resolve("1.json"), calibrations.resolve("9.json"));
    assertThat(said(0, "calibrate", "--show")).contains("version 9: 4 runs");
  }

  @Test
  void versionsThatAreNotThereAreSaid() throws IOException {
    remember();
    Golden.verify("calibrate-restore-unknown", "calibrate", "--restore", "7");
    Golden.verify("calibrate-restore-and-show", "calibrate", "--restore", "1", "--show");
  }

  @Test
  void resultsOfOtherProjectsTeachAndWhatDoesNotIsCounted() throws IOException {
    String at = "src/test/resources/benchmark/";
    Golden.verify(
        "calibrate-from",
        "calibrate",
        "--from",
        at + "lora--llama-3.2-3B-rank32.json",
        "--from",
        at + "full-finetuning--llama-3.2-3B-lr_0.00001.json",
        "--from",
        at + "oft--llama-3.2-3B-rank32.json",
        "--from",
        at + "finetuningbench.csv",
        "-v");
    String first = said(0, "calibrate", "--show", "-o", "json").replace("\"version\": 1", "");
    System.setProperty("tuneplan.now", "2027-01-20T00:00:00Z");
    said(0, "calibrate", "--from", at + "finetuningbench.csv");
    String second = said(0, "calibrate", "--show", "-o", "json").replace("\"version\": 2", "");
    // read again later nothing is newer: the same runs, of the same days
    assertThat(lasts(second)).isEqualTo(lasts(first));
  }

  private static List<String> lasts(String json) {
    return json.lines().filter(l -> l.contains("\"last\"") || l.contains("\"runs\"")).toList();
  }

  @Test
  void aTrainersStateNeedsThePlanOfItsRun() throws IOException {
    String state = "src/test/resources/benchmark/trainer_state.json";
    Golden.verify("calibrate-state-alone", "calibrate", "--from", state);
    assertThat(
            said(0, "calibrate", "--from", state, "--plan", "src/test/resources/plans/qlora.yaml"))
        .contains("read: 1 runs that teach, 0 left out")
        .containsPattern(" qlora +speed +1 +x[0-9]");
    Path renamed = Files.copy(Path.of(state), folder.resolve("state.txt"));
    assertThat(
            said(
                0,
                "calibrate",
                "--format",
                "trainer-state",
                "--from",
                renamed.toString(),
                "--plan",
                "src/test/resources/plans/qlora.yaml"))
        .contains("read: 1 runs that teach");
  }

  @Test
  void filesThatAreNoResultsAreRefusedAllAtOnce() throws IOException {
    Path broken =
        Files.writeString(folder.resolve("peft.json"), "{\"run_info\": {}, \"train_info\": {}}");
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    StringWriter out = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(out),
            "calibrate",
            "--from",
            broken.toString(),
            "--from",
            other.toString());
    assertThat(code).isEqualTo(2);
    assertThat(out.toString())
        .contains("train_config")
        .contains("meta_info")
        .contains("holds no results that are known");
    assertThat(folder.resolve("calibrations")).doesNotExist();
  }

  private static String[] with(String[] asked, String... around) {
    List<String> all = new ArrayList<>(List.of(around));
    all.addAll(1, List.of(asked));
    return all.toArray(String[]::new);
  }
}
