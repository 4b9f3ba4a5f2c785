package dev.tuneplan.cli;

import static dev.tuneplan.cli.Session.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.testing.RecordedApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Session.class)
class BudgetCommandTest {
  private static final String HISTORIES = "src/test/resources/histories/";

  @TempDir private Path folder;

  @BeforeEach
  void reconcileTwoRuns() {
    Session.in(folder);
    said(0, "reconcile", HISTORIES + "normal");
    said(0, "reconcile", HISTORIES + "node-split");
    // told by nobody yet
    said(0, "budget", "set", "project=support", "40", "--per", "total");
    said(0, "budget", "set", "all", "1000", "--per", "total", "--warn");
    said(0, "budget", "set", "run=*", "24", "--per", "total");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-budget|budget --help",
        "help-budget-set|budget set --help",
        "help-budget-check|budget check --help",
        "budget-list|budget list",
        "budget-list-json|budget list -o json",
        "budget-list-markdown|budget list -o markdown",
        "budget-check|budget check",
        "budget-set|budget set owner=mara 2000.50 --per quarter --at 100,80 --currency EUR --warn",
        "budget-set-faults|budget set nobody -5 --currency dollars --at 0,80",
        "budget-rm|budget rm project=support --per total",
        "budget-rm-none|budget rm project=support",
        "plan-over-shared-budget|plan examples/support-bot.yaml",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    said(0, "budget", "set", "all", "31", "--per", "total");
    Golden.verify(name, args.split(" "));
  }

  @Test
  void eachThresholdIsToldOnceAndLowerOnesAreNotToldBesideIt() throws IOException {
    try (Hook hook = new Hook()) {
      System.setProperty("tuneplan.webhook", hook.address().toString());
      String first = said(3, "budget", "check");
      assertThat(hook.posted()).hasSize(2);
      Map<?, ?> support =
          hook.posted().stream()
              .map(p -> (Map<?, ?>) PythonJson.read(p))
              .filter(p -> "project=support".equals(p.get("scope")))
              .findFirst()
              .orElseThrow();
      assertThat(support.get("text"))
          .isEqualTo("tuneplan: 76 % of the budget project=support: 30.78 spent of 40.00 USD");
      assertThat(String.valueOf(support.get("threshold"))).isEqualTo("50");
      assertThat(first)
          .contains("76 % of the budget", "101 % of the budget run=3fa91c5e7b20")
          .doesNotContain("s3cr3t", "127.0.0.1");
      said(3, "budget", "check");
      assertThat(hook.posted()).as("once").hasSize(2);
      said(0, "reconcile", HISTORIES + "mig");
      assertThat(hook.posted()).as("a reconciliation tells what it changed").hasSizeGreaterThan(2);
    }
  }

  @Test
  void whatNobodyTookIsToldLater() throws IOException {
    try (Hook hook = new Hook(404)) {
      System.setProperty("tuneplan.webhook", hook.address().toString());
      assertThat(said(3, "budget", "check"))
          .contains("the webhook did not take this: it answered 404");
    }
  }

  @Test
  void aLaunchBeyondABudgetNeedsItsWord() throws Exception {
    Launched l = new Launched(folder);
    Files.createFile(l.go);
    said(0, "budget", "set", "run=demo", "0.000001", "--per", "total");
    Launched.Said refused = l.launch();
    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.text())
        .contains("over budget: run=demo per total", "nothing was started", "--over-budget");
    assertThat(Launched.run("runs", "--target", "local").text()).doesNotContain("demo");
    Launched.Said all = l.launch("--over-budget");
    assertThat(all.code()).as(all.text()).isZero();
    assertThat(all.text())
        .contains("it is launched all the same, because of --over-budget", "finished");
  }

  @Test
  void aRunThatIsNotReconciledYetCountsToo() throws Exception {
    Launched l = new Launched(folder);
    Files.createFile(l.go);
    assertThat(l.launch().code()).isZero();
    said(0, "budget", "set", "run=demo", "0.000001", "--per", "total");
    assertThat(said(3, "budget", "check")).contains("run=demo per total");
    said(0, "reconcile", "demo");
    assertThat(said(3, "budget", "check")).contains("run=demo per total");
  }

  @Test
  void runsOfAClusterCountBeforeTheyAreReconciled() throws IOException {
    try (RecordedApi api = RecordedApi.of("runs")) {
      String kubeconfig = api.kubeconfig(folder).toString();
      said(0, "budget", "set", "all", "50", "--per", "total");
      said(0, "budget", "rm", "run=*", "--per", "total");
      String said = said(0, "budget", "list", "--kubeconfig", kubeconfig);
      Golden.same("cluster-budget-list", "$ tuneplan budget list --kubeconfig K\n" + said);
    }
  }

  @Test
  void withoutBudgetsNothingIsSaid() {
    for (String[] b :
        List.of(new String[] {"project=support"}, new String[] {"all"}, new String[] {"run=*"})) {
      said(0, "budget", "rm", b[0], "--per", "total");
    }
    assertThat(said(0, "budget", "list")).startsWith("no budget is set");
    assertThat(said(0, "budget", "check")).startsWith("no budget is set");
  }
}
