package dev.tuneplan.plan;

import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Estimator;
import dev.tuneplan.estimate.Experience;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.estimate.Traces;
import dev.tuneplan.pricing.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Estimates every candidate of a job and ranks them: pure. */
public final class Planner {
  /** Surely fitting ones first, then the cheapest, then the fastest; the id makes it stable. */
  private static final Comparator<Candidate> BEST =
      Comparator.comparing(Candidate::fit)
          .thenComparing((Candidate c) -> c.usd().map(Range::p50).orElse(Double.MAX_VALUE))
          .thenComparing(c -> c.hours().p50())
          .thenComparing(c -> c.setup().gpu().id());

  private static final Comparator<Estimate> NEAREST =
      Comparator.comparing((Estimate e) -> e.memory().deviceBytes() / e.setup().gpu().usableGiB())
          .thenComparing(e -> e.setup().gpu().id());

  private final List<Offer> offers;
  private final Traces traces;
  private final Experience experience;

  /** Plans with these offers. */
  public Planner(List<Offer> offers) {
    this(offers, Traces.NONE);
  }

  /** Plans with these offers, and with what the real libraries said of the job's model. */
  public Planner(List<Offer> offers, Traces traces) {
    this(offers, traces, Experience.NONE);
  }

  /** Takes what earlier runs taught, too. */
  public Planner(List<Offer> offers, Traces traces, Experience experience) {
    this.offers = List.copyOf(offers);
    this.traces = traces;
    this.experience = experience;
  }

  /** A GPU and how many of it. */
  private record Place(String gpu, int gpus) {}

  /** Ranks the candidates of a job. */
  public Plan plan(Job job) {
    Search search =
        new Search(
            job, new Pricing(job.work(), offers, experience), new Estimator(traces, experience));
    Candidates.of(job, search::consider);
    List<Candidate> ranked = search.best.values().stream().sorted(BEST).toList();
    Verdict verdict = Verdict.of(job, ranked);
    return new Plan(
        search.considered,
        ranked,
        verdict.recommended(),
        verdict.why(),
        verdict
            .recommended()
            .filter(c -> c.fit() == Memory.Fit.TIGHT)
            .map(c -> Remedy.of(job, c.setup()))
            .orElse(List.of()),
        pareto(ranked),
        search.nearest.entrySet().stream()
            .filter(e -> !search.best.containsKey(e.getKey()))
            .map(Map.Entry::getValue)
            .sorted(NEAREST)
            .map(e -> new Plan.Misfit(e, Remedy.of(job, e.setup())))
            .toList(),
        verdict.kind(),
        job.work());
  }

  /** One estimate with the cheapest offer for it. */
  public Candidate candidate(Job job, Setup setup) {
    Pricing pricing = new Pricing(job.work(), offers, experience);
    return pricing.candidate(
        new Estimator(traces, experience).of(setup),
        pricing.of(setup.gpu(), setup.gpus()).stream().findFirst());
  }

  private static final class Search {
    final Job job;
    final Pricing pricing;
    final Estimator estimator;
    final Map<Place, Candidate> best = new LinkedHashMap<>();
    final Map<Place, Estimate> nearest = new LinkedHashMap<>();
    long considered;

    Search(Job job, Pricing pricing, Estimator estimator) {
      this.job = job;
      this.pricing = pricing;
      this.estimator = estimator;
    }

    void consider(Setup setup) {
      Estimate e = estimator.of(setup);
      Place place = new Place(setup.gpu().id(), setup.gpus());
      List<Offer> at = pricing.of(setup.gpu(), setup.gpus());
      considered += Math.max(1, at.size());
      if (e.memory().fit().compareTo(Memory.Fit.TIGHT) > 0) {
        nearest.merge(place, e, (a, b) -> NEAREST.compare(a, b) <= 0 ? a : b);
        return;
      }
      if (at.isEmpty()) {
        keep(place, pricing.candidate(e, Optional.empty()));
      }
      // the same machine and hours: the cheapest offer is the cheapest candidate
      at.stream().findFirst().ifPresent(o -> keep(place, pricing.candidate(e, Optional.of(o))));
    }

    private void keep(Place place, Candidate c) {
      best.merge(place, c, (a, b) -> BEST.compare(a, b) <= 0 ? a : b);
    }
  }

  /** Candidates that surely fit and that no other beats in both cost and time. */
  private static List<Candidate> pareto(List<Candidate> ranked) {
    List<Candidate> front = new ArrayList<>();
    double fastest = Double.MAX_VALUE;
    for (Candidate c : ranked) {
      boolean counts = c.fit() == Memory.Fit.FITS && c.usd().isPresent();
      if (counts && c.hours().p50() < fastest) {
        front.add(c);
        fastest = c.hours().p50();
      }
    }
    return front;
  }
}
