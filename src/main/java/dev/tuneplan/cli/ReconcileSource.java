package dev.tuneplan.cli;

import dev.tuneplan.agent.Wrapper;
import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.cost.Costing;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.history.HistoryReader;
import dev.tuneplan.cost.history.LocalHistory;
import dev.tuneplan.cost.history.Recorded;
import dev.tuneplan.cost.rate.RateBook;
import dev.tuneplan.cost.rate.RatesReader;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.measured.RunUse;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.reconcile.PlanFile;
import dev.tuneplan.reconcile.Planned;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run's cost is computed from.
 *
 * @param facts what happened
 * @param planned what was expected; empty: no plan is known
 * @param rates the user's own; empty: price lists and the plan's offer
 * @param use what was measured
 * @param owner whose run it is, where its labels do not say; empty: nobody knows
 */
record ReconcileSource(
    RunFacts facts, Optional<Planned> planned, Optional<Path> rates, RunUse use, String owner) {

  /**
   * Of a name on the line: a recording, else a run of this machine.
   *
   * @param run which run of a recording of several
   */
  static ReconcileSource of(String name, Optional<String> run) throws IOException {
    Optional<Recording> recording = Recording.of(name);
    return recording.isPresent()
        ? recorded(recording.get(), run)
        : local(new RunNames(name).here(Home.runs()));
  }

  /** Of what was seen of a run in a cluster. */
  static ReconcileSource seen(RunRecord run) throws IOException {
    Path folder = Home.recordings().folder(run.id());
    Recording recording =
        Recording.of(folder.toString())
            .orElseThrow(() ->
                new InvalidInput(
                    Place.of(folder.toString()), "", "nothing was seen of run " + run.id()));
    return recorded(recording, Optional.of(run.id()));
  }

  private static ReconcileSource recorded(Recording recording, Optional<String> run)
      throws IOException {
    Recorded recorded = recording.recorded(run);
    RunFacts facts = HistoryReader.read(recorded);
    return new ReconcileSource(
        facts,
        recording.plan().flatMap(ReconcileSource::plan).or(() -> annotated(facts)),
        recording.rates(),
        UseFinding.in(recording, recorded, facts),
        "");
  }

  private static Optional<Planned> plan(Path file) {
    return PlanFile.of(Leaves.plain(YamlFiles.read(file)));
  }

  /** What launch wrote onto the Job. */
  private static Optional<Planned> annotated(RunFacts facts) {
    return facts
        .job()
        .flatMap(j -> Optional.ofNullable(j.annotations().get(Labels.ESTIMATE)))
        .flatMap(text -> PlanFile.ofAnnotation(PythonJson.read(text)));
  }

  /** Of a run of this machine. */
  static ReconcileSource local(RunRecord run) throws IOException {
    Runs runs = Home.runs();
    Path saved = runs.folder(run.id()).resolve(LocalRun.PLAN);
    Optional<Planned> planned = Files.exists(saved) ? plan(saved) : Optional.empty();
    List<LocalHistory.Tried> tried = new ArrayList<>();
    for (Attempt attempt : runs.attempts(run.id())) {
      Path events = runs.folder(run.id(), attempt.number()).resolve(Wrapper.EVENTS);
      tried.add(
          new LocalHistory.Tried(
              attempt.number(), attempt.begun(), attempt.state().live(), EventLog.read(events)));
    }
    LocalHistory history =
        new LocalHistory(
            run.id(),
            run.name(),
            labels(run, saved),
            run.created(),
            planned.map(p -> p.gpus().intValue()).orElse(1),
            tried,
            Instant.now());
    return new ReconcileSource(
        history.facts(),
        planned,
        Optional.empty(),
        UseFinding.in(runs, run.id()),
        System.getProperty("user.name", ""));
  }

  /** What a Job of the plan would have, and the model. */
  private static Map<String, String> labels(RunRecord run, Path saved) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(Labels.TRAINER, run.trainer());
    labels.put(Labels.MODEL, run.model());
    if (Files.exists(saved)) {
      PlanLabels.of(Leaves.plain(YamlFiles.read(saved))).forEach(labels::put);
    }
    return labels;
  }

  /** The same with what the line names instead. */
  ReconcileSource with(Optional<Path> plan, Optional<Path> otherRates) {
    return new ReconcileSource(
        facts,
        plan.isPresent() ? plan(plan.get()) : planned,
        otherRates.isPresent() ? otherRates : rates,
        use,
        owner);
  }

  /**
   * Cost and bridge. The user's own rates go before all others; the price lists speak of machines
   * that were seen, and the plan's offer of those that nobody saw.
   */
  Reconciliation reconciled(Home home) {
    RateBook lists = machines() ? RateBook.of(home.prices().offers()) : RateBook.EMPTY;
    RateBook others =
        planned.flatMap(Planned::rate).map(c -> lists.then(RateBook.of(c))).orElse(lists);
    RateBook all =
        rates.map(file -> RatesReader.read(YamlFiles.read(file)).then(others)).orElse(others);
    return Reconciliation.of(new Costing(all, List.of()).of(facts), planned).with(use);
  }

  private boolean machines() {
    return facts.pods().stream().anyMatch(p -> p.node().isPresent());
  }
}
