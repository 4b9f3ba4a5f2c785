package dev.tuneplan.cost;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.facts.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run cost.
 *
 * @param facts on which it rests
 * @param pods with GPUs that had a place, in order of their creation
 * @param direct what it cost beside them
 * @param usefulSteps steps of which something is left
 * @param completeness of the cost: facts may be complete and a rate missing
 * @param currency ISO 4217
 */
public record RunCost(
    RunFacts facts,
    List<PodCost> pods,
    List<Direct> direct,
    long usefulSteps,
    Completeness completeness,
    String currency) {
  public RunCost {
    pods = List.copyOf(pods);
    direct = List.copyOf(direct);
  }

  /** Allocation: what was reserved, at its rates. The headline. */
  public Money total() {
    return ofPods().plus(ofDirect());
  }

  /** Of the pods with GPUs. */
  public Money ofPods() {
    return Money.sum(pods.stream().map(PodCost::total).toList());
  }

  /** Of all else. */
  public Money ofDirect() {
    return Money.sum(direct.stream().map(Direct::amount).toList());
  }

  /** Of a bucket; over all buckets exactly {@link #ofPods}. */
  public Money cost(Bucket bucket) {
    return Money.sum(pods.stream().map(p -> p.cost(bucket)).toList());
  }

  /** Whether an invoice says what was paid for any of it. */
  public boolean billed() {
    return pods.stream().anyMatch(PodCost::billed);
  }

  /** The same at what was assumed before invoices came. */
  public RunCost assumed() {
    return with(pods.stream().map(PodCost::assumed).toList());
  }

  /** The same with pods that are priced otherwise. */
  public RunCost with(List<PodCost> others) {
    return new RunCost(facts, others, direct, usefulSteps, completeness, currency);
  }

  /** Pods that have no price. */
  public List<PodCost> unpriced() {
    return pods.stream().filter(p -> p.tariff().isEmpty()).toList();
  }

  /** The part of the machines that nobody else could use; empty where a machine is not known. */
  public Optional<Money> nodeShare() {
    return pods.stream().allMatch(p -> p.nodeShare().isPresent()) && !pods.isEmpty()
        ? Optional.of(
            Money.sum(pods.stream().flatMap(p -> p.nodeShare().stream()).toList()).plus(ofDirect()))
        : Optional.empty();
  }

  /** Verified training alone. */
  public Money useful() {
    return cost(Bucket.TRAINING);
  }

  /** Devices times time in a bucket, exactly. */
  public Duration deviceTime(Bucket bucket) {
    return pods.stream().map(p -> p.deviceTime(bucket)).reduce(Duration.ZERO, Duration::plus);
  }

  /** Hours of whole GPUs in a bucket. */
  public BigDecimal gpuHours(Bucket bucket) {
    return pods.stream().map(p -> p.gpuHours(bucket)).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Hours of whole GPUs. */
  public BigDecimal gpuHours() {
    return pods.stream()
        .map(p -> p.gpuHours(p.timeline().span().length()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** What it rests on; time of which nobody says what it went into is no better than C. */
  public Evidence grade() {
    boolean untold = pods.stream().anyMatch(p -> !p.timeline().in(Bucket.UNTOLD).isZero());
    return untold ? facts.grade().and(Evidence.C) : facts.grade();
  }

  /** The median seconds of a step, over the attempts that tell it. */
  public OptionalDouble stepSeconds() {
    double[] medians =
        new World(facts.pods())
            .leads().stream()
                .map(p -> new Pace(World.steps(p).own()).stepSeconds())
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
    return medians.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(medians[medians.length / 2]);
  }

  /** How many times it had to begin. */
  public int attempts() {
    return pods.stream().mapToInt(PodCost::attempt).max().orElse(0);
  }

  /** Wall time in which none of its pods had a place: queues, and pauses between attempts. */
  public Duration queued() {
    Optional<Span> wall = facts.wall();
    if (wall.isEmpty()) {
      return Duration.ZERO;
    }
    List<Span> billed =
        facts.pods().stream()
            .flatMap(p -> p.times().billed().stream())
            .sorted(Comparator.comparing(Span::from))
            .toList();
    Duration covered = Duration.ZERO;
    Instant until = wall.get().from();
    for (Span span : billed) {
      Instant from = span.from().isAfter(until) ? span.from() : until;
      if (span.to().isAfter(from)) {
        covered = covered.plus(Duration.between(from, span.to()));
        until = span.to();
      }
    }
    return wall.get().length().minus(covered);
  }

  /** The reasons why pods ended that did not finish, with how many each. */
  public List<String> interruptions() {
    List<String> words = new ArrayList<>();
    for (PodAttempt pod : facts.pods()) {
      if (pod.end().cause().unfinished()) {
        words.add(pod.end().cause().word());
      }
    }
    return words;
  }
}
