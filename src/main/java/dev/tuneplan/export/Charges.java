package dev.tuneplan.export;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.Direct;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.Slice;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.rate.Metered;
import dev.tuneplan.cost.rate.Tariff;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts the cost of runs into charges. Every meter is read at the borders of the cuts, so that
 * charges add up exactly to what is cut.
 *
 * @param window what lies outside is left out
 * @param hourly whether charges end with the hours of the clock, as FOCUS has them; else one for
 *     each pod, phase and resource
 */
record Charges(Window window, boolean hourly) {
  /** Of prices and quantities: what is behind it is noise of the division. */
  private static final MathContext SHOWN = new MathContext(20);

  private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

  /** When, and at what. */
  private record Key(Instant hour, Bucket bucket) {}

  /** Of a run; pods that are unpriced have none. */
  List<Charge> of(RunCost cost) {
    List<Charge> all = new ArrayList<>();
    cost.pods().forEach(pod -> pod.tariff().ifPresent(t -> pod(pod, t, all)));
    Instant last = last(cost);
    if (window.holds(last)) {
      cost.direct().forEach(d -> all.add(beside(d, last)));
    }
    return all;
  }

  private void pod(PodCost pod, Tariff tariff, List<Charge> all) {
    Optional<Span> billed = window.within(pod.timeline().span());
    if (billed.isEmpty()) {
      return;
    }
    cut(pod)
        .forEach((key, spans) -> {
          Span period =
              hourly
                  ? billed.get().within(new Span(key.hour, key.hour.plus(1, ChronoUnit.HOURS)))
                  : billed.get();
          for (Resource resource : Resource.values()) {
            Optional.ofNullable(tariff.parts().get(resource))
                .flatMap(meter -> Amount.of(pod, resource, meter))
                .ifPresent(a -> all.add(a.charge(pod, key.bucket, period, spans)));
          }
        });
  }

  /** The time inside the window by hour and phase, in order. */
  private Map<Key, List<Span>> cut(PodCost pod) {
    Map<Key, List<Span>> cut = new LinkedHashMap<>();
    for (Slice slice : pod.timeline().slices()) {
      Optional<Span> rest = window.within(slice.span());
      while (rest.isPresent()) {
        Span span = rest.get();
        Instant hour = hourly ? span.from().truncatedTo(ChronoUnit.HOURS) : Instant.EPOCH;
        Instant next = hourly ? hour.plus(1, ChronoUnit.HOURS) : span.to();
        Span piece = new Span(span.from(), next.isBefore(span.to()) ? next : span.to());
        cut.computeIfAbsent(new Key(hour, slice.bucket()), k -> new ArrayList<>()).add(piece);
        rest =
            piece.to().isBefore(span.to())
                ? Optional.of(new Span(piece.to(), span.to()))
                : Optional.empty();
      }
    }
    return cut;
  }

  /** The run's last moment: what has no time of its own falls into it. */
  private static Instant last(RunCost cost) {
    return cost.facts()
        .wall()
        .map(Span::to)
        .or(() -> cost.facts().asOf())
        .or(() -> cost.facts().job().map(JobFacts::created))
        .orElse(Instant.EPOCH)
        .minusNanos(1);
  }

  private static Charge beside(Direct direct, Instant last) {
    Instant hour = last.truncatedTo(ChronoUnit.HOURS);
    return new Charge(
        new Charge.What.Beside(direct),
        new Span(hour, hour.plus(1, ChronoUnit.HOURS)),
        BigDecimal.ONE,
        direct.amount().amount(),
        direct.amount());
  }

  /**
   * A steady amount of a resource.
   *
   * @param units as a fraction
   * @param per its denominator
   */
  private record Amount(Resource resource, Metered meter, BigDecimal units, BigDecimal per) {
    /** Empty where a pod reserves nothing of it, or nothing is asked for it. */
    static Optional<Amount> of(PodCost pod, Resource resource, Metered meter) {
      Requests r = pod.pod().requests();
      BigDecimal units =
          switch (resource) {
            case GPU -> pod.share().of(r.gpus().count());
            case CPU -> r.cpu();
            case MEMORY -> r.memory();
            case DISK -> r.disk();
          };
      BigDecimal per = resource == Resource.GPU ? pod.share().per() : BigDecimal.ONE;
      return units.signum() > 0 && meter.amount().signum() > 0
          ? Optional.of(new Amount(resource, meter, units, per))
          : Optional.empty();
    }

    Charge charge(PodCost pod, Bucket bucket, Span period, List<Span> spans) {
      Money cost = Money.sum(spans.stream().map(s -> meter.between(s.from(), s.to())).toList());
      BigDecimal seconds = BigDecimal.ZERO;
      BigDecimal priceSeconds = BigDecimal.ZERO;
      for (Span s : spans) {
        seconds = seconds.add(seconds(s.length()));
        priceSeconds = priceSeconds.add(meter.prices().priceSeconds(s.from(), s.to()));
      }
      BigDecimal price =
          priceSeconds
              .multiply(meter.amount())
              .multiply(per)
              .divide(seconds.multiply(meter.per()).multiply(units), SHOWN);
      return new Charge(
          new Charge.What.Part(pod, bucket, resource),
          period,
          seconds.multiply(units).divide(HOUR.multiply(per), SHOWN),
          price,
          cost);
    }

    private static BigDecimal seconds(Duration time) {
      return BigDecimal.valueOf(time.getSeconds())
          .add(BigDecimal.valueOf(time.getNano()).movePointLeft(9));
    }
  }
}
