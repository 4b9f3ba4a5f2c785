package dev.tuneplan.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.Claim;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.agent.record.LineSink;
import dev.tuneplan.agent.record.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchingTest {
  private static final String ID = "abc123";

  /** A process that is long gone. */
  private static final ProcessMark DEAD =
      new ProcessMark(1, "another boot", ProcessMark.own().host());

  @TempDir private Path folder;
  private FileRuns runs = new FileRuns(Path.of("."));

  @BeforeEach
  void makeARun() throws IOException {
    runs = new FileRuns(folder.resolve("runs"));
    RunRecord.Expected plan =
        new RunRecord.Expected(6, 1e6, 2, OptionalDouble.of(3), OptionalDouble.empty());
    RunRecord run = new RunRecord(ID, "demo", Instant.EPOCH, "m", "trl", "1 x l40s", plan);
    assertThat(runs.create(run, Map.of("config/train.yaml", "x: 1\n"))).isTrue();
    assertThat(runs.create(run, Map.of())).isFalse();
    assertThat(runs.find(ID)).hasValue(run);
  }

  private Launching.Decision decide(boolean again) throws IOException {
    return new Launching(runs).decide(ID, again);
  }

  private void attempt(ProcessMark owner, Event... events) throws IOException {
    int number = runs.attempts(ID).size() + 1;
    assertThat(runs.begin(ID, number)).isTrue();
    assertThat(Claim.take(runs.folder(ID, number), owner)).isTrue();
    try (EventLog log =
        new EventLog(LineSink.of(runs.folder(ID, number).resolve("events.jsonl")))) {
      for (Event e : events) {
        log.state(e);
      }
    }
  }

  private static Event started(String family) {
    return Event.of(Instant.now(), "started", "s", 0.0, "family", family);
  }

  @Test
  void everyLostAttemptBeforeIsCleanedUp() throws IOException {
    attempt(DEAD, started("first"));
    // a launch that died before it could end the first one's trainer
    attempt(DEAD);
    assertThat(decide(false))
        .isInstanceOfSatisfying(
            Launching.Decision.Begin.class,
            b -> {
              assertThat(b.number()).isEqualTo(3);
              assertThat(b.lost()).extracting(Attempt::number).containsExactly(1, 2);
              assertThat(b.lost().getFirst().family()).hasValue("first");
            });
  }

  @Test
  void whatRunsIsLeftAlone() throws IOException {
    attempt(ProcessMark.own(), started("first"));
    assertThat(decide(true)).isInstanceOf(Launching.Decision.Runs.class);
  }

  @Test
  void whatEndedIsTriedAgainOnlyWhenSomebodySaysSo() throws IOException {
    attempt(DEAD, started("f"), Event.of(Instant.now(), "ended", "outcome", "finished", "code", 0));
    assertThat(decide(false)).isInstanceOf(Launching.Decision.Ended.class);
    assertThat(decide(true)).isEqualTo(new Launching.Decision.Begin(2, List.of()));
  }

  @Test
  void aMachineThatIsSilentForLongHasLostItsRun() throws IOException {
    ProcessMark elsewhere = new ProcessMark(1, "boot:1", "another-machine");
    attempt(elsewhere, started("f"));
    assertThat(runs.attempts(ID).getLast().state()).isEqualTo(RunState.RUNNING);
    attempt(elsewhere, Event.of(Instant.now().minusSeconds(600), "started", "s", 0.0));
    assertThat(runs.attempts(ID).getLast().state()).isEqualTo(RunState.LOST);
  }

  @Test
  void ofManyLaunchesAtOnceOneBegins() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      Callable<Launching.Decision> launch = () -> decide(false);
      List<Future<Launching.Decision>> all =
          threads.invokeAll(IntStream.range(0, 64).mapToObj(i -> launch).toList());
      int begun = 0;
      for (Future<Launching.Decision> one : all) {
        begun += one.get() instanceof Launching.Decision.Begin ? 1 : 0;
      }
      assertThat(begun).isOne();
    }
    assertThat(runs.attempts(ID)).extracting(Attempt::state).containsExactly(RunState.STARTING);
  }

  @Test
  void whatAKilledProcessWasFillingIsRemoved() throws IOException {
    String here = Integer.toHexString(ProcessMark.own().host().hashCode());
    Path mine =
        Files.createDirectories(folder.resolve("runs/.part-999999999-" + here + "-x/config"));
    Path other = Files.createDirectories(folder.resolve("runs/.part-999999999-0-x"));
    Files.writeString(mine.resolve("train.yaml"), "x");
    RunRecord run = runs.find(ID).orElseThrow();
    runs.create(new RunRecord("def456", "b", Instant.EPOCH, "m", "trl", "", run.plan()), Map.of());
    assertThat(mine.getParent()).doesNotExist();
    assertThat(other).as("another machine's").exists();
    try (Stream<Path> all = Files.list(folder.resolve("runs"))) {
      assertThat(all).hasSize(3);
    }
  }
}
