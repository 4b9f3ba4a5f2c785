package dev.tuneplan.plan;

import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Experience;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.pricing.Offer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts offers to estimates. Not thread-safe. */
final class Pricing {
  /** GPUs of the machines that are joined to larger jobs: smaller ones have no fast network. */
  private static final int JOINED = 8;

  private final Workload work;
  private final Experience experience;
  private final Map<String, List<Offer>> offers;
  private final Map<String, List<Offer>> fitting = new HashMap<>();
  // hundreds of lengths, and the same few micro-batches for every candidate
  private final Map<Integer, Double> processed = new HashMap<>();

  Pricing(Workload work, List<Offer> offers, Experience experience) {
    this.experience = experience;
    this.work = work;
    this.offers = offers.stream().collect(Collectors.groupingBy(Offer::gpuId));
  }

  /** Offers on which {@code n} of the GPU can run, cheapest first for that number. */
  List<Offer> of(GpuProfile gpu, int n) {
    return fitting.computeIfAbsent(
        gpu.id() + " " + n,
        k ->
            offers.getOrDefault(gpu.id(), List.of()).stream()
                .filter(o -> o.perGpu() || o.gpus() >= Math.min(n, JOINED))
                .sorted(Comparator.comparingDouble(o -> hourly(o, n)))
                .toList());
  }

  /** Machines that are paid for: whole ones. */
  static int machines(Offer o, int n) {
    return (n + o.gpus() - 1) / o.gpus();
  }

  private static double hourly(Offer o, int n) {
    return machines(o, n) * o.usdPerHour().doubleValue();
  }

  /** The candidate with this offer, or without a price. */
  Candidate candidate(Estimate e, Optional<Offer> offer) {
    int n = e.setup().gpus();
    double tokens = processed.computeIfAbsent(e.setup().microBatch(), work::processed);
    Range training = e.speed().tokensPerSecondPerGpu().falling(rate -> tokens / (rate * n) / 3600);
    if (work.logSd() > 0) {
      training = Range.around(training.p50(), Math.hypot(Range.logSd(training), work.logSd()));
    }
    Timing timing = Timing.of(e.setup(), training, experience);
    if (offer.filter(Offer::spot).isPresent()) {
      timing = timing.interrupted(n, experience.interruptions(e.setup()));
    }
    Range hours = timing.hours();
    int machines = offer.map(o -> machines(o, n)).orElse(1);
    return new Candidate(
        e, offer, machines, tokens, timing, offer.map(o -> hours.times(hourly(o, n))));
  }
}
