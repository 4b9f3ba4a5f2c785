package dev.tuneplan.cli;

import dev.tuneplan.base.Money;
import dev.tuneplan.budget.Spend;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.kube.runs.ClusterRuns;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunStatus;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A run of this machine or of a cluster, as budgets see it before it is in the ledger.
 *
 * @param last when it last cost something
 */
record LiveRun(RunView view, Map<String, String> labels, Instant last) {
  /** By how much a run may become dearer than planned before somebody is told. */
  private static final double DEARER = 1.25;

  LiveRun {
    labels = Map.copyOf(labels);
  }

  /** Those of this machine. */
  static List<LiveRun> all() throws IOException {
    Runs runs = Home.runs();
    List<LiveRun> all = new ArrayList<>();
    for (RunRecord run : runs.all()) {
      all.add(of(runs, run));
    }
    return all;
  }

  /** One of this machine. */
  static LiveRun of(Runs runs, RunRecord run) throws IOException {
    RunView view = RunView.of(runs, run);
    return new LiveRun(view, labels(runs, run), last(view));
  }

  /** Those of a cluster, or of a namespace in it. */
  static List<LiveRun> of(ClusterRuns runs) {
    return runs.statuses().stream().map(f -> of(f.status(), f.labels())).toList();
  }

  /**
   * One of a cluster.
   *
   * @param own labels of its object
   */
  static LiveRun of(RunStatus status, Map<String, String> own) {
    RunView view = RunView.of(status);
    Map<String, String> labels = new HashMap<>(own);
    labels.put("run", view.run().id());
    labels.put("name", view.run().name());
    return new LiveRun(view, labels, last(view));
  }

  private static Map<String, String> labels(Runs runs, RunRecord run) {
    Map<String, String> labels = new HashMap<>();
    Path saved = runs.folder(run.id()).resolve(LocalRun.PLAN);
    if (Files.exists(saved)) {
      labels.putAll(PlanLabels.of(Leaves.plain(YamlFiles.read(saved))));
    }
    labels.put("run", run.id());
    labels.put("name", run.name());
    labels.put("owner", System.getProperty("user.name", ""));
    return labels;
  }

  private static Instant last(RunView view) {
    if (view.state().live()) {
      return view.now();
    }
    return view.last()
        .map((Attempt a) -> a.begun().plus(Duration.ofMillis(Math.round(a.seconds() * 1000))))
        .orElse(view.run().created());
  }

  String id() {
    return view.run().id();
  }

  /** What it cost so far, and while it runs what more it will cost. */
  Spend spend() {
    Money spent = money(view.usd());
    OptionalDouble end = forecast();
    Money more = end.isPresent() ? money(end).minus(spent) : Money.ZERO;
    return new Spend(labels, spent, more.compareTo(Money.ZERO) > 0 ? more : Money.ZERO, "USD");
  }

  private OptionalDouble forecast() {
    return new LiveForecast(view).usd();
  }

  /** Whether it will cost far more than was planned. */
  boolean dearer() {
    OptionalDouble planned = view.run().plan().usd();
    OptionalDouble expected = forecast();
    return planned.isPresent()
        && expected.isPresent()
        && expected.getAsDouble() > DEARER * planned.getAsDouble();
  }

  Money planned() {
    return money(view.run().plan().usd());
  }

  Money expected() {
    return money(forecast());
  }

  private static Money money(OptionalDouble usd) {
    return new Money(BigDecimal.valueOf(usd.orElse(0)));
  }
}
