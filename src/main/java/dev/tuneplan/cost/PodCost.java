package dev.tuneplan.cost;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.rate.GpuShare;
import dev.tuneplan.cost.rate.Metered;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.cost.rate.Tariff;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What one pod cost.
 *
 * @param attempt of the run, from 1
 * @param timeline of its billed time
 * @param share the part of a GPU that each of its devices is
 * @param tariff empty: unpriced
 */
public record PodCost(
    PodAttempt pod, int attempt, Timeline timeline, GpuShare share, Optional<Tariff> tariff) {
  private static final MathContext EXACT = MathContext.DECIMAL128;
  private static final BigDecimal NANOS_OF_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

  /** What all of it cost. */
  public Money total() {
    return cost(timeline.span());
  }

  /** What a bucket cost; over all buckets exactly {@link #total}. */
  public Money cost(Bucket bucket) {
    return Money.sum(
        timeline.slices().stream()
            .filter(s -> s.bucket() == bucket)
            .map(s -> cost(s.span()))
            .toList());
  }

  /** What a stretch of its time cost. */
  public Money cost(Span span) {
    return tariff.map(t -> t.between(span.from(), span.to())).orElse(Money.ZERO);
  }

  /** What one resource cost; over all resources exactly {@link #total}. */
  public Money cost(Resource resource) {
    Span span = timeline.span();
    return tariff
        .flatMap(t -> Optional.ofNullable(t.parts().get(resource)))
        .map(m -> m.between(span.from(), span.to()))
        .orElse(Money.ZERO);
  }

  /** What the part of its machine cost that nobody else could use; empty: not known. */
  public Optional<Money> nodeShare() {
    Span span = timeline.span();
    Optional<Metered> machine = tariff.flatMap(Tariff::machine);
    return machine.map(m -> m.between(span.from(), span.to()));
  }

  /** Whether an invoice says what was paid for any of its time. */
  public boolean billed() {
    return tariff.filter(t -> t.rate() instanceof Rate.Billed).isPresent();
  }

  /** The same at what was assumed before an invoice came. */
  public PodCost assumed() {
    return priced(tariff.map(t -> t.assumed(pod.requests(), pod.node(), timeline.span().from())));
  }

  /** The same by another rate. */
  public PodCost at(Rate rate) {
    return priced(Optional.of(Tariff.of(rate, pod.requests(), pod.node(), timeline.span().from())));
  }

  private PodCost priced(Optional<Tariff> by) {
    return new PodCost(pod, attempt, timeline, share, by);
  }

  /** Devices times time, exactly; devices may be parts of GPUs. */
  public Duration deviceTime(Bucket bucket) {
    return timeline.in(bucket).multipliedBy(pod.requests().gpus().count());
  }

  /** Hours of whole GPUs, to 34 digits. */
  public BigDecimal gpuHours(Duration time) {
    BigDecimal nanos =
        BigDecimal.valueOf(time.getSeconds())
            .movePointRight(9)
            .add(BigDecimal.valueOf(time.getNano()));
    return nanos
        .multiply(share.of(pod.requests().gpus().count()))
        .divide(NANOS_OF_HOUR.multiply(share.per()), EXACT);
  }

  /** Hours of whole GPUs in a bucket. */
  public BigDecimal gpuHours(Bucket bucket) {
    return gpuHours(timeline.in(bucket));
  }

  /** Whole GPUs that it had. */
  public BigDecimal gpus() {
    return share.of(pod.requests().gpus().count()).divide(share.per(), EXACT);
  }
}
