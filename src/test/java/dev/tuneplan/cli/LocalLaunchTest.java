package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.process.Family;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class LocalLaunchTest {
  @TempDir private Path folder;

  @AfterEach
  void forgetTheFolder() {
    System.clearProperty("tuneplan.data");
  }

  @Test
  void aLaunchEndsWithItsRun() throws IOException {
    Launched l = new Launched(folder);
    Launched.Said said = l.launch();
    assertThat(said.code()).isZero();
    assertThat(said.text()).contains("finished  step 6/6");
    assertThat(l.attempts()).extracting(Attempt::state).containsExactly(RunState.FINISHED);
    assertThat(Launched.run("logs", "demo").text()).contains("begins after step 0");
    assertThat(Launched.run("watch", l.id().substring(0, 6)).code()).isZero();
    assertThat(Launched.run("watch", "demo", "-o", "json").text())
        .startsWith("{\"run\":\"" + l.id() + "\",\"name\":\"demo\",\"state\":\"finished\"");
    assertThat(l.runs().folder(l.id()).resolve("plan.yaml")).hasSameTextualContentAs(l.plan);
  }

  @Test
  void theSamePlanIsTheSameRun() throws IOException {
    Launched l = new Launched(folder);
    l.launch();
    Launched.Said said = l.launch();
    assertThat(said.code()).isZero();
    assertThat(said.text()).contains("this plan was run; --again runs it once more");
    assertThat(l.attempts()).hasSize(1);
    assertThat(l.launch("--again").code()).isZero();
    assertThat(l.attempts()).hasSize(2);
  }

  @Test
  void aFailedRunIsSaidByTheExitCodeAndGoesOnAgain() throws IOException {
    Launched l = new Launched(folder, "--stop-at", "2", "--code", "9");
    Launched.Said said = l.launch();
    assertThat(said.code()).isEqualTo(6);
    assertThat(said.text()).contains("failed").contains("it exited with 9");
    assertThat(l.launch().code()).isEqualTo(6);
    assertThat(l.attempts()).hasSize(1);
    assertThat(l.launch("--again").code()).isZero();
    assertThat(l.attempts().getLast().last("trainer").orElseThrow().whole("resumedStep"))
        .hasValue(2);
  }

  @Test
  void aDetachedRunIsCancelledWithItsCheckpoint() throws IOException {
    Launched l = new Launched(folder, "--pause-at", "4");
    Launched.Said said = l.launch("--detach");
    assertThat(said.code()).isZero();
    assertThat(said.text()).contains("tuneplan cancel " + l.id());
    Launched.await(() -> l.saved(2));
    assertThat(l.launch("--detach").text()).contains("this plan runs already");
    Launched.Said cancelled = Launched.run("cancel", "demo");
    assertThat(cancelled.code()).isZero();
    assertThat(cancelled.text()).contains("interrupted; checkpoint 2 is there to go on from");
    assertThat(l.attempts().getFirst().code()).hasValue(75);
    assertThat(Launched.run("cancel", "demo").text()).startsWith("nothing to end");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTerminatedLaunchTakesItsRunAlong(boolean background) throws Exception {
    Launched l = new Launched(folder, "--pause-at", "4");
    String main = Main.class.getName();
    String[] args = {"launch", l.plan.toString(), "--target", "local", "--yes"};
    Process launch = background ? l.background(main, args) : l.process(main, args);
    Launched.await(() -> l.saved(2));
    launch.destroy();
    assertThat(launch.waitFor()).isEqualTo(6);
    assertThat(l.attempts()).extracting(Attempt::state).containsExactly(RunState.INTERRUPTED);
  }

  @Test
  void aHundredLaunchesAtOnceAreOneRun() throws Exception {
    Launched l = new Launched(folder, "--pause-at", "4");
    List<Process> four = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      four.add(
          l.process(
              ManyLaunches.class.getName(),
              "25",
              "launch",
              l.plan.toString(),
              "--target",
              "local",
              "--yes",
              "--detach"));
    }
    for (Process one : four) {
      assertThat(one.waitFor()).isZero();
    }
    assertThat(l.runs().all()).hasSize(1);
    assertThat(l.attempts()).hasSize(1);
    Files.createFile(l.go);
    Launched.await(() -> !l.attempts().getFirst().state().live());
    assertThat(l.attempts()).extracting(Attempt::state).containsExactly(RunState.FINISHED);
    assertThat(l.attempts().getFirst().events())
        .filteredOn(e -> e.kind().equals("started"))
        .hasSize(1);
    assertThat(leftovers(l)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aKilledWrapperLosesNothingThatWasConfirmed(long seed) throws Exception {
    Launched l = new Launched(folder, "--steps", "30", "--work", "0.02");
    l.launch("--detach");
    int step = 2 + 2 * new Random(seed).nextInt(6);
    Launched.await(() -> l.saved(step));
    long wrapper = l.attempts().getFirst().owner().orElseThrow().pid();
    ProcessHandle.of(wrapper).ifPresent(ProcessHandle::destroyForcibly);
    Launched.await(() -> ProcessHandle.of(wrapper).filter(ProcessHandle::isAlive).isEmpty());
    Attempt lost = l.attempts().getFirst();
    assertThat(lost.state()).isEqualTo(RunState.LOST);
    assertThat(lost.events()).extracting(Event::kind).startsWith("started", "phase", "trainer");
    assertThat(l.launch().code()).isZero();
    assertThat(l.attempts())
        .extracting(Attempt::state)
        .containsExactly(RunState.LOST, RunState.FINISHED);
    assertThat(l.attempts().getFirst().events()).startsWith(lost.events().toArray(Event[]::new));
    assertThat(l.attempts().getLast().last("trainer").orElseThrow().whole("resumedStep").orElse(0))
        .isGreaterThanOrEqualTo(step);
    assertThat(new Family(lost.family().orElseThrow()).members()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aKilledLaunchIsFinishedByTheNext(long seed) throws Exception {
    Launched l = new Launched(folder);
    String[] args = {"launch", l.plan.toString(), "--target", "local", "--yes", "--detach"};
    Process launch = l.process(Main.class.getName(), args);
    // a launch takes about half a second: anywhere in it
    LockSupport.parkNanos(new Random(seed).nextLong(600_000_000L));
    launch.destroyForcibly().waitFor();
    Launched.await(() -> l.launch("--detach").code() == 0 && ended(l));
    assertThat(l.runs().all()).hasSize(1);
    assertThat(l.attempts().getLast().state()).isEqualTo(RunState.FINISHED);
    assertThat(l.attempts())
        .filteredOn(a -> a.state() == RunState.FINISHED)
        .as("attempts that trained")
        .hasSize(1);
    assertThat(leftovers(l)).isEmpty();
  }

  private static boolean ended(Launched l) {
    List<Attempt> attempts = l.attempts();
    return !attempts.isEmpty() && attempts.getLast().state() == RunState.FINISHED;
  }

  private static List<Path> leftovers(Launched l) throws IOException {
    try (Stream<Path> all = Files.walk(l.data())) {
      return all.filter(p -> p.getFileName().toString().startsWith(".")).toList();
    }
  }
}
