package dev.tuneplan.cli;

import dev.tuneplan.accuracy.Figure;
import dev.tuneplan.accuracy.Outcome;
import dev.tuneplan.accuracy.Score;
import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.reconcile.Achieved;
import dev.tuneplan.reconcile.Intervals;
import dev.tuneplan.reconcile.Planned;
import dev.tuneplan.reconcile.Reconciliation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What plans said of reconciled runs beside what these came to: gathered run by run. */
final class RunOutcomes {
  private final UnaryOperator<String> stacks;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Map<String, Integer> leftOut = new TreeMap<>();

  /**
   * None yet.
   *
   * @param stacks a stack profile's id by the name of a trainer
   */
  RunOutcomes(UnaryOperator<String> stacks) {
    this.stacks = stacks;
  }

  void add(Reconciliation r) {
    Optional<Outcome> outcome = RunLessons.of(r, stacks).map(lessons -> outcome(lessons, r));
    if (outcome.isEmpty()) {
      leaveOut(unfit(r));
    } else if (outcome.get().scores().isEmpty() && !outcome.get().gpuFull()) {
      leaveOut("nothing of it can be held against its plan");
    } else {
      outcomes.add(outcome.get());
    }
  }

  private void leaveOut(String why) {
    leftOut.merge(why, 1, Integer::sum);
  }

  /** Why a run teaches nothing. */
  private static String unfit(Reconciliation r) {
    if (r.planned().isEmpty()) {
      return "no plan is known for it";
    }
    return r.cost().completeness().complete()
        ? "evidence " + r.cost().grade().word() + ": what it did is not known well enough"
        : "its cost is pending";
  }

  private static Outcome outcome(RunLessons lessons, Reconciliation r) {
    Planned planned = lessons.planned();
    Key key = lessons.key();
    return new Outcome(
        r.run(),
        r.name(),
        lessons.ended(),
        new Outcome.Setup(key.stack(), key.gpu(), key.method()),
        planned.grounds().calibration() > 0,
        r.achieved().gpuFull(),
        scores(planned, r));
  }

  private static Map<Figure, Score> scores(Planned planned, Reconciliation r) {
    Achieved achieved = r.achieved();
    Intervals said = planned.intervals();
    Map<Figure, Score> scores = new EnumMap<>(Figure.class);
    // of a run that ran out of memory it is known that it needed more, not how much
    put(
        scores,
        Figure.MEMORY,
        said.memoryGiB(),
        achieved.gpuFull() ? OptionalDouble.empty() : achieved.peakGiB());
    put(scores, Figure.SPEED, said.tokensPerSecond(), achieved.tokensPerSecond());
    if (achieved.whole()) {
      put(
          scores,
          Figure.TIME,
          said.hours().map(h -> h.times(planned.gpus().doubleValue())),
          OptionalDouble.of(achieved.gpuHours()));
      put(scores, Figure.COST, said.usd(), usd(r));
    }
    return scores;
  }

  private static OptionalDouble usd(Reconciliation r) {
    boolean comparable =
        r.cost().unpriced().isEmpty() && r.cost().currency().equals(Planned.CURRENCY);
    return comparable
        ? OptionalDouble.of(r.cost().total().amount().doubleValue())
        : OptionalDouble.empty();
  }

  private static void put(
      Map<Figure, Score> scores, Figure figure, Optional<Range> said, OptionalDouble was) {
    if (said.isPresent() && was.isPresent() && was.getAsDouble() > 0) {
      scores.put(figure, new Score(said.get(), was.getAsDouble()));
    }
  }

  /** The runs that tell something, in the order in which they came. */
  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** How many runs tell nothing, by the reason. */
  Map<String, Integer> leftOut() {
    return Map.copyOf(leftOut);
  }
}
