package dev.tuneplan.testing;

import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.PodEnd;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.reconcile.Grounds;
import dev.tuneplan.reconcile.Intervals;
import dev.tuneplan.reconcile.Planned;
import dev.tuneplan.reconcile.Reconciliation;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Builds a reconciled run that is like a recorded one but for what is said. */
public final class PastRun {
  private final Reconciliation recorded;
  private PodEnd end = new PodEnd(Cause.FINISHED, OptionalInt.empty(), "");
  private Optional<Planned> planned;
  private long usefulSteps;
  private String currency;

  private PastRun(Reconciliation recorded) {
    this.recorded = recorded;
    this.planned = recorded.planned();
    this.usefulSteps = recorded.cost().usefulSteps();
    this.currency = recorded.cost().currency();
  }

  /** One of {@link Histories}. Its pods finished, and nobody measured their memory. */
  public static PastRun like(String history) throws IOException {
    return new PastRun(Histories.reconciliation(history));
  }

  /** So all of its pods ended. */
  public PastRun ended(Cause cause, String said) {
    end = new PodEnd(cause, OptionalInt.empty(), said, end.peakMiB());
    return this;
  }

  /** So much was in use on the fullest GPU of each pod. */
  public PastRun peakGiB(double peak) {
    end = new PodEnd(end.cause(), end.exitCode(), end.said(), OptionalDouble.of(1024 * peak));
    return this;
  }

  /** So sure was its plan. */
  public PastRun intervals(Intervals intervals) {
    planned = planned.map(p -> planned(p, intervals, p.grounds()));
    return this;
  }

  /** On this its plan rested. */
  public PastRun grounds(Grounds grounds) {
    planned = planned.map(p -> planned(p, p.intervals(), grounds));
    return this;
  }

  /** So much of the GPUs was it to use. */
  public PastRun mfu(double mfu) {
    planned = planned.map(p -> planned(p, OptionalDouble.of(mfu), p.intervals(), p.grounds()));
    return this;
  }

  private static Planned planned(Planned p, Intervals intervals, Grounds grounds) {
    return planned(p, p.mfu(), intervals, grounds);
  }

  private static Planned planned(
      Planned p, OptionalDouble mfu, Intervals intervals, Grounds grounds) {
    return new Planned(
        p.gpu(),
        p.gpus(),
        p.perGpuHour(),
        p.setupHours(),
        p.tokens(),
        p.tokensPerSecond(),
        mfu,
        p.otherHours(),
        p.steps(),
        intervals,
        p.price(),
        grounds,
        p.notes());
  }

  /** Nobody knows its plan. */
  public PastRun withoutPlan() {
    planned = Optional.empty();
    return this;
  }

  /** It trained so long. */
  public PastRun usefulSteps(long steps) {
    usefulSteps = steps;
    return this;
  }

  /** It was paid in. */
  public PastRun currency(String code) {
    currency = code;
    return this;
  }

  /** The run beside its plan. */
  public Reconciliation reconciliation() {
    RunCost c = recorded.cost();
    RunFacts f = c.facts();
    RunFacts facts =
        new RunFacts(
            f.run(),
            f.job(),
            f.pods().stream().map(this::ended).toList(),
            f.waits(),
            f.asOf(),
            f.completeness(),
            f.remarks());
    return Reconciliation.of(
        new RunCost(facts, c.pods(), c.direct(), usefulSteps, c.completeness(), currency), planned);
  }

  private PodAttempt ended(PodAttempt p) {
    return new PodAttempt(
        p.pod(),
        p.index(),
        p.ordinal(),
        p.times(),
        end,
        p.node(),
        p.requests(),
        p.log(),
        p.grade(),
        p.remarks());
  }
}
