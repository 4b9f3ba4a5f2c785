package dev.tuneplan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.agent.record.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line of the contract of exit codes, with real processes. */
@Timeout(300)
class WrapperTest {
  private static final String SLOW_EVALUATION =
      """
      import json, os, sys, time
      output, go = sys.argv[1:]
      folder = os.path.join(output, "checkpoint-5")
      print(" 50%|#####     | 5/10 [00:05<00:05,  1.00s/it]")
      print("***** Running Evaluation *****")
      while not os.path.exists(go): time.sleep(0.01)
      print("{'eval_loss': '1.5', 'epoch': '0.5'}")
      os.makedirs(folder)
      while os.path.exists(go):
          open(os.path.join(folder, "optimizer.pt"), "ab").write(b"x" * 100)
          time.sleep(0.01)
      open(os.path.join(folder, "trainer_state.json"), "w").write(
          json.dumps({"global_step": 5, "max_steps": 10, "log_history": []}))
      while not os.path.exists(go): time.sleep(0.01)
      """;

  @TempDir private Path folder;

  private FakeTrainer trainer() {
    return new FakeTrainer(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--log", "--callback", "--bars", "--save-steps 3"})
  void saysZeroForAVerifiedEnd(String kind) throws Exception {
    FakeTrainer t = trainer().with(kind.split(" "));
    assertThat(t.run())
        .isEqualTo(
            new Verdict(
                Outcome.FINISHED, 0, "step 6 by trainer_state.json; adapter_model.safetensors"));
    assertThat(Files.readString(t.words)).contains("\"outcome\":\"finished\"");
  }

  @Test
  void takesTheCallbackForProofWhenThereIsNoState() throws Exception {
    FakeTrainer t = trainer().with("--callback", "--no-state");
    assertThat(t.run())
        .isEqualTo(
            new Verdict(Outcome.FINISHED, 0, "step 6 by callback; adapter_model.safetensors"));
    assertThat(t.last("progress").data())
        .containsEntry("source", "callback")
        .containsEntry("step", 6L)
        .containsEntry("total", 6L)
        .containsEntry("tokens", 600L);
  }

  @Test
  void doesNotTakeBarsForProof() throws Exception {
    FakeTrainer t = trainer().with("--bars", "--no-state");
    assertThat(t.run().code()).isEqualTo(1);
    assertThat(t.last("progress").data())
        .containsEntry("source", "output")
        .containsEntry("step", 6L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-weights", "--cut-weights", "--stop-at 4", "--stop-at 4 --callback"})
  void doesNotBelieveAnExitWithZero(String how) throws Exception {
    Verdict verdict = trainer().with(how.split(" ")).run();
    assertThat(verdict.outcome()).isEqualTo(Outcome.TRAINER);
    assertThat(verdict.code()).isEqualTo(1);
    assertThat(verdict.why()).startsWith("it exited with 0, but ");
  }

  @Test
  void anEarlyStopIsASuccessWhereItIsAllowed() throws Exception {
    FakeTrainer t = trainer().with("--stop-at", "4");
    t.done = new Done.Steps(true);
    assertThat(t.run().why()).startsWith("it stopped early, which is allowed");
  }

  @Test
  void anExitWithZeroAfterSigtermIsInterrupted() throws Exception {
    FakeTrainer t = trainer().with("--jit", "--callback", "--pause-at", "4");
    t.how = new Trigger.Signal();
    CompletableFuture<Verdict> verdict = t.until(() -> t.saved(2));
    t.signal(UnixSignal.TERM);
    assertThat(verdict.get())
        .isEqualTo(
            new Verdict(
                Outcome.INTERRUPTED, 75, "interrupted; checkpoint 3 is there to go on from"));
    assertThat(t.last("ended").whole("exit")).hasValue(0);
    assertThat(t.printed()).contains("saved on SIGTERM after step 3");
  }

  @Test
  void anInterruptReachesATrainerThatSavesOnSigtermAsThat() throws Exception {
    FakeTrainer t = trainer().with("--jit", "--pause-at", "4");
    t.how = new Trigger.Signal();
    CompletableFuture<Verdict> verdict = t.until(() -> t.saved(2));
    t.signal(UnixSignal.INT);
    assertThat(verdict.get().code()).isEqualTo(75);
    assertThat(t.printed()).contains("saved on SIGTERM");
  }

  @Test
  void withoutACheckpointAnInterruptIsTheTrainersOwnEnd() throws Exception {
    FakeTrainer t = trainer().with("--jit", "--no-state", "--pause-at", "1");
    CompletableFuture<Verdict> verdict = t.until(() -> t.printed().contains("begins"));
    t.signal(UnixSignal.TERM);
    assertThat(verdict.get().code()).isEqualTo(143);
    assertThat(verdict.get().outcome()).isEqualTo(Outcome.TRAINER);
  }

  @Test
  void killsWhatIgnoresSigtermWithAllOfItsChildren() throws Exception {
    FakeTrainer t = trainer().with("--ignore-term", "--child", "--pause-at", "4");
    t.limits = FakeTrainer.limits(Duration.ofMillis(50), Duration.ofMinutes(10));
    CompletableFuture<Verdict> verdict = t.until(() -> t.saved(2));
    FakeTrainer.await(() -> t.printed().matches("(?s).*worker \\d+\\s.*"));
    long worker = Long.parseLong(t.printed().replaceFirst("(?s).*worker (\\d+).*", "$1"));
    t.signal(UnixSignal.TERM);
    assertThat(verdict.get().code()).isEqualTo(75);
    assertThat(t.last("ended").whole("exit")).hasValue(137);
    FakeTrainer.await(() -> ProcessHandle.of(worker).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void asksForACheckpointByItsFileBeforeItEnds() throws Exception {
    FakeTrainer t = trainer();
    t.with("--pause-at", "4", "--trigger", t.trigger.toString());
    t.how = new Trigger.File(t.trigger);
    CompletableFuture<Verdict> verdict = t.until(() -> t.saved(2));
    t.signal(UnixSignal.TERM);
    assertThat(verdict.get().why()).contains("checkpoint 3 is there");
  }

  @Test
  void goesOnFromTheNewestCompleteCheckpoint() throws Exception {
    FakeTrainer t = trainer().with("--pause-at", "5");
    CompletableFuture<Verdict> first = t.until(() -> t.saved(4));
    t.signal(UnixSignal.TERM);
    assertThat(first.get().code()).isEqualTo(75);
    Path cut = Files.createDirectory(t.output.resolve("checkpoint-5"));
    Files.writeString(cut.resolve("trainer_state.json"), "{\"global_step\": 5, \"max_");
    t.with();
    assertThat(t.run().code()).isZero();
    assertThat(t.printed()).contains("begins after step 4");
    assertThat(cut).doesNotExist();
    assertThat(t.output.resolve("incomplete-checkpoint-5-2")).isDirectory();
    assertThat(t.last("trainer").whole("resumedStep")).hasValue(4);
  }

  @Test
  void aCheckpointWithTheSentinelIsNotTaken() throws Exception {
    FakeTrainer t = trainer().with("--stop-at", "4", "--code", "3");
    assertThat(t.run().code()).isEqualTo(3);
    Files.writeString(t.output.resolve("checkpoint-4/checkpoint-is-incomplete.txt"), "");
    t.resume = new Resume.Variable("RESUME_FROM");
    t.with();
    assertThat(t.run().code()).isZero();
    assertThat(t.printed()).contains("begins after step 2");
  }

  @Test
  void trainersThatGoOnByThemselvesFindOnlyCompleteCheckpoints() throws Exception {
    FakeTrainer t = trainer().with("--stop-at", "4", "--code", "3");
    t.run();
    Files.createDirectory(t.output.resolve("checkpoint-40"));
    t.resume = new Resume.Automatic();
    t.with("--auto-resume");
    assertThat(t.run().code()).isZero();
    assertThat(t.printed()).contains("begins after step 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.|78",
        "RuntimeError: CUDA error: out of memory|78",
        "[rank0]: torch.cuda.OutOfMemoryError: HIP out of memory|78",
        "ValueError: something else|1",
      })
  void tellsMemoryFromOtherEnds(String line, int code) throws Exception {
    assertThat(trainer().with("--stop-at", "3", "--code", "1", "--say", line).run().code())
        .isEqualTo(code);
  }

  @Test
  void aCaughtShortageOfMemoryIsNoEnd() throws Exception {
    FakeTrainer t = trainer();
    String rest = "exec python3 " + FakeTrainer.SCRIPT + " --output " + t.output;
    t.command = List.of("sh", "-c", "echo 'CUDA out of memory' >&2; " + rest);
    assertThat(t.run().code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "datasets.exceptions.DatasetNotFoundError: Dataset x is not there|77",
        "pydantic_core._pydantic_core.ValidationError: 1 validation error|77",
        "ValueError: Some keys are not used by the HfArgumentParser: lora_rnk|77",
        "OSError: nowhere is not a local folder and is not a valid model identifier|77",
        "requests.exceptions.ConnectionError: Temporary failure in name resolution|4",
        "KeyError: x|4",
      })
  void tellsFaultsOfSettingsFromThoseThatPass(String line, int code) throws Exception {
    FakeTrainer t = trainer();
    t.command = List.of("sh", "-c", "echo \"" + line + "\" >&2; exit 4");
    assertThat(t.run().code()).isEqualTo(code);
  }

  @Test
  void afterTheFirstStepNothingIsAFaultOfTheSettings() throws Exception {
    String[] args = {"--log", "--stop-at", "3", "--code", "1", "--say", "FileNotFoundError: x"};
    assertThat(trainer().with(args).run().code()).isEqualTo(1);
  }

  @Test
  void aProgramThatIsNotThereIsAFaultOfTheSettings() throws Exception {
    FakeTrainer t = trainer();
    t.command = List.of("no-such-trainer", "train");
    assertThat(t.run())
        .isEqualTo(
            new Verdict(
                Outcome.SETTINGS,
                77,
                "there is no program 'no-such-trainer' here; is the trainer installed?"));
  }

  @Test
  void otherExitCodesAreTheTrainersOwn() throws Exception {
    assertThat(trainer().with("--stop-at", "2", "--code", "42").run())
        .isEqualTo(new Verdict(Outcome.TRAINER, 42, "it exited with 42"));
  }

  @Test
  void aTrainerThatASignalEndedSaysWhich() throws Exception {
    FakeTrainer t = trainer();
    t.command = List.of("sh", "-c", "kill -SEGV $$");
    assertThat(t.run()).isEqualTo(new Verdict(Outcome.TRAINER, 139, "signal 11 ended it"));
  }

  @ParameterizedTest
  @ValueSource(ints = {75, 77, 80})
  void aTrainersCodeThatIsAWordOfTheContractIsNotPassedOn(int code) throws Exception {
    assertThat(trainer().with("--stop-at", "2", "--code", "" + code).run())
        .isEqualTo(new Verdict(Outcome.TRAINER, 1, "it exited with " + code));
  }

  @Test
  void whatAnEarlierAttemptWroteLastProvesNothingAfterASignal() throws Exception {
    FakeTrainer t = trainer().with("--jit", "--no-state", "--pause-at", "1");
    Path last = Files.createDirectories(t.output).resolve("last");
    Files.writeString(last, "");
    Files.setLastModifiedTime(last, FileTime.from(Instant.now().minusSeconds(60)));
    t.done = new Done.Exists(last);
    CompletableFuture<Verdict> verdict = t.until(() -> t.printed().contains("begins"));
    t.signal(UnixSignal.TERM);
    assertThat(verdict.get().code()).isEqualTo(143);
  }

  @Test
  void aCheckpointInAFormOfItsOwnIsLeftAlone() throws Exception {
    FakeTrainer t = trainer();
    Path own = Files.createDirectories(t.output.resolve("checkpoint-500"));
    Files.writeString(own.resolve("random_states_0.pkl"), "of accelerate");
    t.done = new Done.ExitCode();
    t.command = List.of("true");
    assertThat(t.run().code()).isZero();
    assertThat(own).isDirectory();
  }

  @Test
  void aSignalShortensTheWaitForACheckpointThatTheBudgetAskedFor() throws Exception {
    FakeTrainer t = trainer().with("--pause-at", "4");
    t.how = new Trigger.File(t.trigger);
    t.limits =
        new Limits(
            Duration.ofMillis(300),
            Duration.ofHours(1),
            20,
            Duration.ofHours(1),
            Optional.of(Duration.ofHours(1)),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.of(Duration.ofHours(1)),
            OptionalInt.empty());
    CompletableFuture<Verdict> verdict = t.until(() -> Files.exists(t.trigger) && t.saved(2));
    t.signal(UnixSignal.TERM);
    assertThat(verdict.get())
        .isEqualTo(new Verdict(Outcome.BUDGET, 79, "the budget is spent; checkpoint 2 is saved"));
  }

  private static Limits stall(Duration afterSteps, Duration before) {
    return new Limits(
        Duration.ofMinutes(1),
        afterSteps,
        1e-6,
        before,
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  @Test
  void aStallEndsWithItsCheckpoint() throws Exception {
    FakeTrainer t = trainer().with("--log", "--pause-at", "4");
    t.limits = stall(Duration.ofMillis(1), Duration.ofHours(1));
    assertThat(t.run())
        .isEqualTo(
            new Verdict(
                Outcome.STALLED,
                80,
                "it made no step any more; checkpoint 2 is there to go on from"));
  }

  @Test
  void silenceBeforeTheFirstStepIsAStallToo() throws Exception {
    FakeTrainer t = trainer().with("--pause-at", "1");
    t.limits = stall(Duration.ofHours(1), Duration.ofMillis(1));
    assertThat(t.run().code()).isEqualTo(80);
    assertThat(t.last("note").text("text").orElseThrow()).contains("before the first step");
  }

  private static Limits budget(Duration time, OptionalDouble usd, Duration reserve) {
    return new Limits(
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        20,
        Duration.ofHours(1),
        Optional.of(time),
        usd,
        OptionalDouble.of(3600),
        Optional.of(reserve),
        OptionalInt.empty());
  }

  @Test
  void aBudgetEndsWithACheckpointThatWasAskedFor() throws Exception {
    FakeTrainer t = trainer();
    // it saves nothing by itself; the reserve is all of the budget, so it is asked at once
    t.with("--pause-at", "4", "--save-steps", "99", "--trigger", t.trigger.toString());
    t.how = new Trigger.File(t.trigger);
    t.limits = budget(Duration.ofHours(1), OptionalDouble.empty(), Duration.ofHours(1));
    assertThat(t.run())
        .isEqualTo(new Verdict(Outcome.BUDGET, 79, "the budget is spent; checkpoint 3 is saved"));
  }

  @Test
  void aBudgetCountsTheAttemptsBefore() throws Exception {
    FakeTrainer t = trainer().with("--stop-at", "2", "--code", "9");
    assertThat(t.run().code()).isEqualTo(9);
    // a dollar a second
    double spent = t.last("ended").number("s").orElseThrow();
    t.limits = budget(Duration.ofHours(1), OptionalDouble.of(spent * 0.99), Duration.ZERO);
    assertThat(t.run())
        .isEqualTo(
            new Verdict(
                Outcome.BUDGET, 79, "earlier attempts spent the budget: nothing was started"));
  }

  @Test
  void anAttemptTooManyStartsNothing() throws Exception {
    FakeTrainer t = trainer().with("--stop-at", "1", "--code", "9");
    t.limits = atMost(2);
    assertThat(t.run().code()).isEqualTo(9);
    assertThat(t.run().code()).isEqualTo(9);
    assertThat(t.run())
        .isEqualTo(
            new Verdict(
                Outcome.BUDGET,
                79,
                "this launch had 2 attempts, and --max-attempts allows 2: nothing was started"));
  }

  private static Limits atMost(int attempts) {
    return new Limits(
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        20,
        Duration.ofHours(1),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalInt.of(attempts));
  }

  @Test
  void aLaunchMadeAgainHasItsAttemptsAnew() throws Exception {
    FakeTrainer t = trainer().with("--stop-at", "1", "--code", "9");
    t.limits = atMost(1);
    t.launch = "first";
    assertThat(t.run().code()).isEqualTo(9);
    t.launch = "second";
    assertThat(t.run().code()).isEqualTo(9);
    assertThat(t.run().outcome()).isEqualTo(Outcome.BUDGET);
    t.node = 1;
    assertThat(t.run().code()).as("another node counts its own").isEqualTo(9);
  }

  @Test
  void nodesAfterTheFirstNeedNoWeightsToFinish() throws Exception {
    FakeTrainer t = trainer().with("--no-weights", "--no-state");
    t.node = 1;
    assertThat(t.run())
        .isEqualTo(
            new Verdict(Outcome.FINISHED, 0, "it exited with 0; nothing else proves its end"));
    t.node = 0;
    assertThat(t.run().code()).isEqualTo(1);
  }

  @Test
  void theFirstNodeAloneSetsTornCheckpointsAside() throws Exception {
    FakeTrainer t = trainer().with("--stop-at", "4", "--code", "3");
    t.run();
    Path torn = Files.createDirectory(t.output.resolve("checkpoint-40"));
    t.node = 1;
    t.run();
    assertThat(torn).isDirectory();
    t.node = 0;
    t.run();
    assertThat(torn).doesNotExist();
  }

  @Test
  void peersThatDoNotAnswerEndIt() throws Exception {
    FakeTrainer t = trainer().with();
    List<String> hosts = List.of("no-such-host.invalid", "127.0.0.1:1");
    t.peers = Optional.of(new Peers(hosts, 0, Duration.ofMillis(1)));
    Verdict verdict = t.run();
    assertThat(verdict.code()).isEqualTo(76);
    assertThat(verdict.why()).contains("no-such-host.invalid, 127.0.0.1:1");
  }

  @Test
  void peersThatAnswerLetItBegin() throws Exception {
    FakeTrainer t = trainer().with();
    try (PeerGate other = PeerGate.open("test", 0)) {
      List<String> hosts = List.of("127.0.0.1:" + other.port());
      t.peers = Optional.of(new Peers(hosts, 0, Duration.ofMinutes(1)));
      assertThat(t.run().code()).isZero();
    }
  }

  @Test
  void anotherRunsPeersAreStrangers() throws Exception {
    FakeTrainer t = trainer().with();
    try (PeerGate other = PeerGate.open("another", 0)) {
      List<String> hosts = List.of("127.0.0.1:" + other.port());
      t.peers = Optional.of(new Peers(hosts, 0, Duration.ofMillis(1)));
      assertThat(t.run().code()).isEqualTo(76);
    }
  }

  @Test
  void anOutputThatNobodyTakesDoesNotStopTheTraining() throws Exception {
    FakeTrainer t = trainer().with("--bars");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThat(t.run(full).code()).isZero();
    assertThat(t.last("ended").whole("lostOutputBytes").orElse(0)).isPositive();
  }

  @Test
  void phasesFollowEachOther() throws Exception {
    FakeTrainer t = trainer().with("--log", "--callback", "--pause-at", "4");
    Optional<String> training = Optional.of("training");
    CompletableFuture<Verdict> verdict =
        t.until(() -> t.events().stream().anyMatch(e -> e.text("phase").equals(training)));
    Files.createFile(t.go);
    assertThat(verdict.get().code()).isZero();
    assertThat(t.events().stream().map(WrapperTest::name))
        .containsSubsequence("started", "phase setup", "trainer", "phase training", "ended");
  }

  @Test
  void anEvaluationAndACheckpointArePhasesOfTheirOwn() throws Exception {
    FakeTrainer t = trainer();
    t.done = new Done.ExitCode();
    t.command =
        List.of("python3", "-u", "-c", SLOW_EVALUATION, t.output.toString(), t.go.toString());
    CompletableFuture<Verdict> verdict = t.until(() -> in(t, "evaluation"));
    Files.createFile(t.go);
    FakeTrainer.await(() -> in(t, "checkpoint"));
    Files.delete(t.go);
    FakeTrainer.await(() -> t.last("phase").text("phase").equals(Optional.of("training")));
    Files.createFile(t.go);
    assertThat(verdict.get().code()).isZero();
    assertThat(t.events().stream().map(WrapperTest::name))
        .containsSubsequence(
            "phase setup", "phase evaluation", "phase checkpoint", "phase training", "ended");
  }

  private static boolean in(FakeTrainer t, String phase) {
    return t.events().stream().anyMatch(e -> e.text("phase").equals(Optional.of(phase)));
  }

  private static String name(Event e) {
    return (e.kind() + " " + e.text("phase").orElse("")).strip();
  }
}
