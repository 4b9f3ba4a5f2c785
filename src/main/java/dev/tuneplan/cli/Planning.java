package dev.tuneplan.cli;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Node;
import dev.tuneplan.plan.Job;
import dev.tuneplan.plan.Plan;
import dev.tuneplan.plan.Planner;
import dev.tuneplan.pricing.Offer;
import dev.tuneplan.pricing.OfferFilter;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.SpecReader;
import java.util.List;
import java.util.Optional;

/**
 * A run spec with its plan.
 *
 * @param tree the spec as given
 * @param spec the spec as read
 * @param job the spec with every name looked up
 * @param data what was counted of its data, if the spec does not say its size
 * @param plan its candidates
 * @param unknown providers and regions of the spec that no offer has
 */
record Planning(
    Node tree,
    RunSpec spec,
    Job job,
    Optional<TokensView> data,
    Plan plan,
    List<OfferFilter.UnknownName> unknown) {
  static Planning of(Home home, Node tree, DataCounting counting) {
    Problems problems = new Problems();
    RunSpec spec = SpecReader.read(tree, problems);
    JobFactory.Made made = new JobFactory(home, problems, counting).job(spec);
    Job job = made.job();
    List<Offer> offers = home.prices().offers();
    OfferFilter filter = filter(spec);
    Planner planner =
        new Planner(filter.of(offers), home.traces(spec.model()), Experiences.newest());
    return new Planning(
        tree, spec, job, made.data(), planner.plan(job), filter.unknownNames(offers));
  }

  /** The offers that a spec allows. */
  static List<Offer> offers(Home home, RunSpec spec) {
    return filter(spec).of(home.prices().offers());
  }

  private static OfferFilter filter(RunSpec spec) {
    return new OfferFilter(
        OfferFilter.Kind.ofSpot(spec.hardware().spot()),
        spec.prices().providers(),
        spec.prices().regions());
  }

  /** Sentences about providers and regions of the spec that sell nothing known. */
  List<String> notes() {
    return unknown.stream()
        .map(u -> tree.place().file() + " prices." + u.kind() + "s: " + u.name() + " " + u.rule())
        .toList();
  }
}
