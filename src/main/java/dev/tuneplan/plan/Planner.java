package dev.tuneplan.plan;

import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.pricing.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Estimates every candidate of a job and ranks them: pure. */
public final class Planner {
  /** Start of the container, download and load of the model, warm-up: median, hours. */
  private static final double START_HOURS = 0.1;

  private final Map<String, List<Offer>> offers;

  /** Plans with these offers. */
  public Planner(List<Offer> offers) {
    this.offers = offers.stream().collect(Collectors.groupingBy(Offer::gpuId));
  }

  /** Every candidate of the job; the order is that of the loops. */
  public List<Candidate> candidates(Job job) {
    List<Candidate> all = new ArrayList<>();
    for (GpuProfile gpu : job.gpus()) {
      for (int n = 1; n <= job.maxGpus(); n *= 2) {
        int nodes = Math.max(1, n / 8);
        if (n < job.minGpus() || nodes > job.maxNodes()) {
          continue;
        }
        Optional<Offer> offer = cheapest(gpu, n);
        for (Setup setup : setups(job, gpu, n, nodes)) {
          all.add(priced(job, Estimate.of(setup), offer));
        }
      }
    }
    return all;
  }

  private static List<Setup> setups(Job job, GpuProfile gpu, int n, int nodes) {
    List<Setup> setups = new ArrayList<>();
    List<Parallelism> schemes =
        n == 1
            ? List.of(Parallelism.DDP)
            : job.parallelism()
                .map(List::of)
                .orElse(List.of(Parallelism.DDP, Parallelism.ZERO2, Parallelism.FSDP));
    List<Checkpointing> kinds =
        job.checkpointing()
            .map(List::of)
            .orElse(List.of(Checkpointing.NONE, Checkpointing.SELECTIVE, Checkpointing.FULL));
    int[] micros =
        job.microBatch().isPresent()
            ? new int[] {job.microBatch().getAsInt()}
            : new int[] {1, 2, 4, 8, 16, 32};
    for (int micro : micros) {
      int accumulation = Math.max(1, job.globalBatch() / (micro * n));
      if (accumulation * micro * n > job.globalBatch() && micro > 1) {
        continue;
      }
      for (Parallelism scheme : schemes) {
        for (Checkpointing kind : kinds) {
          setups.add(
              new Setup(
                  job.model(),
                  job.method(),
                  job.stack(),
                  gpu,
                  n,
                  nodes,
                  scheme,
                  micro,
                  job.sequence(),
                  accumulation,
                  kind,
                  job.optimizer(),
                  job.offloadOptimizer(),
                  job.offloadParameters()));
        }
      }
    }
    return setups;
  }

  /** The cheapest machine, or set of equal machines, with just enough GPUs. */
  private Optional<Offer> cheapest(GpuProfile gpu, int n) {
    return offers.getOrDefault(gpu.id(), List.of()).stream()
        .filter(o -> o.gpus() == n || o.perGpu() || (o.gpus() < n && n % o.gpus() == 0 && o.gpus() >= 8))
        .min(Comparator.comparing(o -> o.usdPerHour().doubleValue() / o.gpus()));
  }

  private static Candidate priced(Job job, Estimate e, Optional<Offer> offer) {
    Range hours =
        e.speed()
            .tokensPerSecondPerGpu()
            .falling(rate -> job.tokens() / (rate * e.setup().gpus()) / 3600)
            .plus(START_HOURS);
    Optional<Range> usd =
        offer.map(
            o -> hours.times(o.usdPerHour().doubleValue() / o.gpus() * e.setup().gpus()));
    return new Candidate(e, offer, hours, usd);
  }

  /** Ranks the candidates of a job. */
  public Plan plan(Job job) {
    List<Candidate> all = candidates(job);
    Map<String, Candidate> best = new HashMap<>();
    Map<String, Candidate> nearest = new HashMap<>();
    for (Candidate c : all) {
      String key = c.estimate().setup().gpu().id() + " x" + c.estimate().setup().gpus();
      if (c.fits()) {
        best.merge(key, c, (a, b) -> BY_COST.compare(a, b) <= 0 ? a : b);
      } else {
        nearest.merge(key, c, (a, b) -> BY_MEMORY.compare(a, b) <= 0 ? a : b);
      }
    }
    nearest.keySet().removeAll(best.keySet());
    List<Candidate> ranked = best.values().stream().sorted(BY_COST).toList();
    Optional<Candidate> recommended =
        ranked.stream()
            .filter(c -> within(job, c))
            .findFirst()
            .or(() -> ranked.stream().findFirst());
    return new Plan(
        all.size(),
        ranked,
        recommended,
        why(job, recommended),
        pareto(ranked),
        nearest.values().stream()
            .sorted(BY_MEMORY)
            .map(c -> new Plan.Misfit(c, change(c)))
            .toList(),
        verdict(job, recommended),
        job.tokens());
  }

  private static final Comparator<Candidate> BY_COST =
      Comparator.comparing((Candidate c) -> c.usd().map(Range::p50).orElse(Double.MAX_VALUE))
          .thenComparing(c -> c.hours().p50())
          .thenComparing(c -> c.estimate().setup().gpu().id());

  private static final Comparator<Candidate> BY_MEMORY =
      Comparator.comparing(
              (Candidate c) ->
                  c.estimate().memory().deviceBytes() / c.estimate().setup().gpu().usableGiB())
          .thenComparing(c -> c.estimate().setup().gpu().id());

  private static boolean within(Job job, Candidate c) {
    return (job.usd().isEmpty()
            || c.usd().map(u -> u.p90() <= job.usd().getAsDouble()).orElse(false))
        && (job.hours().isEmpty() || c.hours().p90() <= job.hours().getAsDouble());
  }

  private static String why(Job job, Optional<Candidate> recommended) {
    if (recommended.isEmpty()) {
      return "nothing fits";
    }
    if (recommended.get().usd().isEmpty()) {
      return "the fastest that fits; no price is known for any GPU that fits";
    }
    return within(job, recommended.get())
        ? "the cheapest that fits with P(OOM) < 5 %, inside budget and deadline at P90"
        : "the cheapest that fits; none keeps budget and deadline at P90";
  }

  private static String verdict(Job job, Optional<Candidate> recommended) {
    if (recommended.isEmpty()) {
      return "does not fit";
    }
    if (job.usd().isEmpty() && job.hours().isEmpty()) {
      return "no budget or deadline given";
    }
    if (within(job, recommended.get())) {
      return "within budget and deadline";
    }
    boolean inTime =
        job.hours().isEmpty() || recommended.get().hours().p90() <= job.hours().getAsDouble();
    return inTime && recommended.get().usd().isEmpty()
        ? "unpriced: no offer is left, so the budget cannot be judged"
        : "over budget or deadline";
  }

  private static List<Candidate> pareto(List<Candidate> ranked) {
    List<Candidate> front = new ArrayList<>();
    double fastest = Double.MAX_VALUE;
    for (Candidate c : ranked) {
      if (c.usd().isPresent() && c.hours().p50() < fastest) {
        front.add(c);
        fastest = c.hours().p50();
      }
    }
    return front;
  }

  /** The smallest change that would make the nearest miss fit, tried one by one. */
  private static String change(Candidate c) {
    Setup s = c.estimate().setup();
    for (int seq = s.sequence() / 2; seq >= 256; seq /= 2) {
      if (Estimate.of(with(s, seq, s.gpus(), s.offloadOptimizer())).memory().oomProbability() < 0.05) {
        return "sequenceLength " + seq;
      }
    }
    if (!s.offloadOptimizer()) {
      Memory m = Estimate.of(with(s, s.sequence(), s.gpus(), true)).memory();
      if (m.oomProbability() < 0.05) {
        return "training.offloadOptimizer: true ("
            + Math.round(m.hostBytes() / (1L << 30))
            + " GiB of host memory)";
      }
    }
    return IntStream.of(2, 4, 8, 16, 32, 64)
        .filter(n -> n > s.gpus())
        .filter(
            n ->
                Estimate.of(with(s, s.sequence(), n, s.offloadOptimizer())).memory().oomProbability()
                    < 0.05)
        .mapToObj(n -> n + " GPUs with FSDP")
        .findFirst()
        .orElse("a smaller model, or GPUs with more memory");
  }

  private static Setup with(Setup s, int sequence, int gpus, boolean offloadOptimizer) {
    return new Setup(
        s.model(),
        s.method(),
        s.stack(),
        s.gpu(),
        gpus,
        Math.max(1, gpus / 8),
        gpus == 1 ? s.parallelism() : Parallelism.FSDP,
        s.microBatch(),
        sequence,
        s.accumulation(),
        Checkpointing.FULL,
        s.optimizer(),
        offloadOptimizer,
        s.offloadParameters());
  }
}
