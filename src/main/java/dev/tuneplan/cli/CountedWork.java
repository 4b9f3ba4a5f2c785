package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.plan.Workload;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.tokens.Counted;
import dev.tuneplan.tokens.LengthGroup;
import dev.tuneplan.tokens.TokenStats;
import dev.tuneplan.tokens.TrainerLayout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The workload of counted data. */
final class CountedWork {
  private CountedWork() {}

  /** What was counted for a spec, laid out as its trainer does. */
  static TokensView view(RunSpec spec, RunSpec.DataFiles files, DataCounting counting) {
    DataCounting.Outcome outcome = counting.count(files, spec.model());
    RunSpec.TrainingSpec t = spec.training();
    Optional<TrainerLayout.Strategy> strategy =
        t.packing()
            ? Optional.of(
                t.packingStrategy()
                    .map(s -> TrainerLayout.Strategy.valueOf(s.toUpperCase(Locale.ROOT)))
                    .orElse(TrainerLayout.Strategy.of(spec.trainer())))
            : Optional.empty();
    TokenStats.Run run =
        new TokenStats.Run(
            new TrainerLayout(spec.trainer(), Math.max(2, t.sequenceLength()), strategy),
            t.microBatch().orElse(1),
            t.globalBatch(),
            t.epochs(),
            outcome.result().counted().added());
    return new TokensView(
        files.train(), outcome, run, TokenStats.of(outcome.result().counted(), run));
  }

  /** The same as the planner takes it. */
  static Workload of(TokensView view, RunSpec.DataFiles files) {
    Counted counted = view.counted();
    TrainerLayout layout = view.run().layout();
    List<Workload.Bin> bins =
        LengthGroup.of(counted.lengths().plus(view.run().added())).stream()
            .filter(g -> !layout.drops(g.tokens()))
            .map(g -> new Workload.Bin(g.examples(), g.tokens()))
            .toList();
    if (bins.isEmpty()) {
      throw new InvalidInput(
          files.place(), "data.train", "has no token to train on at this sequence length");
    }
    double cut =
        bins.stream()
            .mapToDouble(b -> b.examples() * Math.min(b.tokens(), layout.sequenceLength()))
            .sum();
    double filled = layout.packed() ? Math.min(1, cut / Math.max(1, view.stats().processed())) : 1;
    return new Workload(
        bins,
        view.run().epochs(),
        layout.sequenceLength(),
        layout.packed(),
        filled,
        counted.real().logSd(view.outcome().tokenizer().relativeError()));
  }
}
