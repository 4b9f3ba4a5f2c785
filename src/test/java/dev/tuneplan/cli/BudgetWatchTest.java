package dev.tuneplan.cli;

import static dev.tuneplan.cli.Session.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.runs.ClusterRuns;
import dev.tuneplan.runs.RunState;
import dev.tuneplan.testing.RecordedApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@ExtendWith(Session.class)
class BudgetWatchTest {
  private static final String BOOKED = "3fa91c5e7b20";
  private static final String ALL =
      "tuneplan: 134 % of the budget all: 4.54 spent and 8.95 committed of 10.00 USD";

  @TempDir private Path folder;

  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void useAnEmptyFolder() {
    Session.in(folder);
  }

  private static void budget(String scope, String amount) {
    said(0, "budget", "set", scope, amount, "--per", "total");
  }

  /** Of a run whose plan said 10 USD. */
  private static LiveRun half(String id, double speed) {
    return new PlannedRun(id)
        .attempt(
            RunState.RUNNING,
            PlannedRun.training(0),
            PlannedRun.step(1800, (long) (1800 * speed), speed))
        .live("support", 1800);
  }

  private static LiveRun asPlanned(String id) {
    return half(id, PlannedRun.SPEED);
  }

  private static LiveRun twiceAsDear(String id) {
    return half(id, PlannedRun.SPEED / 2);
  }

  /** Looks twice: at the beginning and at the end. */
  private List<String> watched(LiveRun... runs) {
    List<String> own = new ArrayList<>();
    BudgetWatch.begin(() -> List.of(runs), own::add).close();
    notes.addAll(own);
    return own;
  }

  @Test
  void withoutALedgerADearRunIsToldOnceAndNoLedgerIsMade() throws IOException {
    try (Hook hook = new Hook()) {
      System.setProperty("tuneplan.webhook", hook.address().toString());
      assertThat(watched(asPlanned("7f3a00"), twiceAsDear("7f3a01")))
          .containsExactly(
              "tuneplan: run demo (7f3a01) will cost about 20.00 USD, and was planned at 10.00"
                  + " USD");
      assertThat(hook.posted()).hasSize(1);
      assertThat(folder.resolve("ledger.db")).doesNotExist();
    }
  }

  @Test
  void severalWatchersAndACheckTellAThresholdOnce() throws IOException {
    budget("project=support", "16");
    try (Hook hook = new Hook()) {
      System.setProperty("tuneplan.webhook", hook.address().toString());
      watched(asPlanned("7f3a00"));
      watched(asPlanned("7f3a00"));
      assertThat(notes)
          .containsExactly(
              "tuneplan: 62 % of the budget project=support: 5.00 spent and 5.00 committed of"
                  + " 16.00 USD");
      watched(twiceAsDear("7f3a00"));
      assertThat(notes.subList(1, notes.size()))
          .containsExactly(
              "tuneplan: 125 % of the budget project=support: 5.00 spent and 15.00 committed of"
                  + " 16.00 USD",
              "tuneplan: run demo (7f3a00) will cost about 20.00 USD, and was planned at 10.00"
                  + " USD");
      said(0, "budget", "check");
      assertThat(hook.posted())
          .extracting(p -> String.valueOf(((Map<?, ?>) PythonJson.read(p)).get("kind")))
          .containsExactly("threshold", "threshold", "forecast");
    }
  }

  @Test
  void aRunThatIsBookedCountsNoSecondTime() {
    said(0, "reconcile", "src/test/resources/histories/normal");
    budget("run=" + BOOKED, "40");
    assertThat(watched(asPlanned(BOOKED)))
        .containsExactly("tuneplan: 60 % of the budget run=3fa91c5e7b20: 24.32 spent of 40.00 USD");
  }

  @Test
  void whatOtherRunsSpendIsToldByWhoWatchesThose() {
    said(0, "reconcile", "src/test/resources/histories/normal");
    budget("run=" + BOOKED, "1");
    budget("project=support", "1000");
    assertThat(watched(asPlanned("7f3a00"))).isEmpty();
  }

  @Test
  void aLedgerThatIsDamagedIsSaidOnceAndEndsNoWatch() throws IOException {
    Files.writeString(folder.resolve("ledger.db"), "no database ".repeat(1000));
    assertThat(watched(twiceAsDear("7f3a00")))
        .singleElement()
        .asString()
        .startsWith("budgets are not looked at: the ledger ")
        .contains("is damaged, or no ledger");
  }

  @Test
  void aWebhookThatRefusesIsSaidBesideTheAlert() throws IOException {
    budget("project=support", "16");
    try (Hook hook = new Hook(404)) {
      System.setProperty("tuneplan.webhook", hook.address().toString());
      assertThat(watched(asPlanned("7f3a00")))
          .hasSize(2)
          .last()
          .asString()
          .startsWith("the webhook did not take this: it answered 404");
    }
  }

  private ClusterRuns runs(RecordedApi api) throws IOException {
    ClusterConfig config = new ClusterConfig(List.of(api.kubeconfig(folder)), Optional.empty());
    return new ClusterRuns(config.connect().api(), Optional.of("ml"));
  }

  @Test
  void allRunsOfANamespaceCount() throws IOException {
    budget("all", "10");
    try (RecordedApi api = RecordedApi.of("runs")) {
      BudgetWatch.begin(WatchedRuns.all(runs(api)), notes::add).close();
      assertThat(notes).containsExactly(ALL);
    }
  }

  @Test
  void besideARunOfAClusterTheOthersOfItsNamespaceCount() throws IOException {
    budget("all", "10");
    budget("run=summaries", "1");
    try (RecordedApi api = RecordedApi.of("runs")) {
      ClusterRuns runs = runs(api);
      FoundRun run = new FoundRun.Cluster(runs, runs.find("a1b2c3d4e5f6").orElseThrow());
      try (Following following = run.follow()) {
        BudgetWatch.begin(run.watched(following), notes::add).close();
      }
      assertThat(notes).containsExactly(ALL);
    }
  }

  @Test
  void aLaunchTellsWhileItsRunGoesOn() throws Exception {
    Launched l = new Launched(folder, "--pause-at", "4");
    budget("run=demo", "0.000001");
    try (Hook hook = new Hook()) {
      System.setProperty("tuneplan.webhook", hook.address().toString());
      CompletableFuture<Launched.Said> launch =
          CompletableFuture.supplyAsync(() -> l.launch("--over-budget"));
      Launched.await(() -> !hook.posted().isEmpty());
      assertThat(l.attempts().getLast().state().live()).isTrue();
      Files.createFile(l.go);
      assertThat(launch.get().text()).contains(" % of the budget run=demo: ", "finished");
      said(3, "budget", "check");
      assertThat(hook.posted()).as("once").hasSize(1);
    }
  }

  @Test
  void aScreenShowsWhatWasTold() throws Exception {
    Launched l = new Launched(folder, "--pause-at", "4");
    budget("run=demo", "0.000001");
    l.launch("--over-budget", "--detach");
    StringBuffer screens = new StringBuffer();
    Watching watching =
        new Watching(screens::append, t -> {}, Output.table, Optional.of(Screen.NONE));
    FoundRun run = new FoundRun.Local(l.runs(), l.runs().find(l.id()).orElseThrow());
    CompletableFuture<Void> watched =
        CompletableFuture.runAsync(() -> {
          try {
            watching.follow(run);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    Launched.await(() -> screens.toString().contains(" % of the budget run=demo: "));
    Files.createFile(l.go);
    watched.get();
    assertThat(screens.substring(screens.lastIndexOf("\u001b[H")))
        .contains("finished", " % of the budget run=demo: ");
  }
}
