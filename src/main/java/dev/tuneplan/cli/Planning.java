package dev.tuneplan.cli;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Node;
import dev.tuneplan.plan.Job;
import dev.tuneplan.plan.Plan;
import dev.tuneplan.plan.Planner;
import dev.tuneplan.pricing.Offer;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.SpecReader;
import java.util.List;

/**
 * A run spec with its plan.
 *
 * @param tree the spec as given
 * @param spec the spec as read
 * @param job the spec with every name looked up
 * @param plan its candidates
 */
record Planning(Node tree, RunSpec spec, Job job, Plan plan) {
  static Planning of(Home home, Node tree) {
    Problems problems = new Problems();
    RunSpec spec = SpecReader.read(tree, problems);
    Job job = new JobFactory(home, problems).job(spec);
    return new Planning(tree, spec, job, new Planner(offers(home, spec)).plan(job));
  }

  /** The offers that a spec allows. */
  static List<Offer> offers(Home home, RunSpec spec) {
    return home.prices().offers().stream().filter(o -> wanted(spec, o)).toList();
  }

  private static boolean wanted(RunSpec spec, Offer o) {
    boolean spot =
        switch (spec.hardware().spot()) {
          case "only" -> o.spot();
          case "never" -> !o.spot();
          default -> true;
        };
    RunSpec.PriceSpec where = spec.prices();
    return spot
        && (where.providers().isEmpty() || where.providers().contains(o.provider()))
        && (where.regions().isEmpty() || where.regions().contains(o.region()));
  }
}
