package dev.tuneplan.reconcile;

import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.measured.RunUse;
import dev.tuneplan.objects.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A run's cost beside its plan: all that reports, calibration and exports need.
 *
 * @param run its id
 * @param name its Job's
 * @param labels of its Job: project, owner, method, trainer; and its model
 * @param planned empty: no plan is known
 * @param cost what it cost
 * @param tokens empty: no plan is known
 * @param bridges why it cost something else; or why that cannot be said
 * @param learned for later estimates
 * @param use what its attempts used
 */
public record Reconciliation(
    String run,
    String name,
    Map<String, String> labels,
    Optional<Planned> planned,
    RunCost cost,
    Optional<Tokens> tokens,
    Bridging bridges,
    Learned learned,
    RunUse use) {
  public Reconciliation {
    labels = Map.copyOf(labels);
  }

  /** Tells the difference. */
  public interface Ways {
    /** By a method; the same whenever it is asked. */
    Bridge by(Bridge.Method method);
  }

  /** The ways to tell the difference, or why there is none. */
  public sealed interface Bridging {
    /** Told, each when it is asked for: the average over all orders takes its time. */
    record Bridged(Ways ways) implements Bridging {}

    /** Not told. */
    record Not(String why) implements Bridging {}
  }

  /** Of a run's cost and plan. */
  public static Reconciliation of(RunCost cost, Optional<Planned> planned) {
    Optional<JobFacts> job = cost.facts().job();
    Optional<Tokens> tokens = planned.map(p -> Tokens.of(cost, p));
    return new Reconciliation(
        cost.facts().run(),
        job.map(JobFacts::name).orElse(""),
        job.map(Reconciliation::labels).orElse(Map.of()),
        planned,
        cost,
        tokens,
        planned.isPresent() && tokens.isPresent()
            ? new Bridges(planned.get(), cost, tokens.get()).told()
            : new Bridging.Not("no plan is known for this run"),
        Learned.of(cost),
        RunUse.NONE);
  }

  /** A model's name has signs that no label takes: its Job has it as an annotation. */
  private static Map<String, String> labels(JobFacts job) {
    Map<String, String> labels = new HashMap<>(job.labels());
    Optional.ofNullable(job.annotations().get(Labels.MODEL))
        .ifPresent(model -> labels.putIfAbsent(Labels.MODEL, model));
    return labels;
  }

  /** The same with what was measured. */
  public Reconciliation with(RunUse measured) {
    return new Reconciliation(run, name, labels, planned, cost, tokens, bridges, learned, measured);
  }

  /** What it came to in the figures of a plan. */
  public Achieved achieved() {
    return Achieved.of(this);
  }

  /** Why there is no bridge; empty where there is one. */
  public Optional<String> withoutBridge() {
    return bridges instanceof Bridging.Not(String why) ? Optional.of(why) : Optional.empty();
  }

  /** The bridge of a method; empty where it cannot be told. */
  public Optional<Bridge> bridge(Bridge.Method method) {
    return bridges instanceof Bridging.Bridged(Ways ways)
        ? Optional.of(ways.by(method))
        : Optional.empty();
  }
}
