package dev.tuneplan.cli;

import dev.tuneplan.estimate.Setup;
import dev.tuneplan.plan.Candidate;
import dev.tuneplan.plan.Job;
import dev.tuneplan.plan.Plan;
import dev.tuneplan.plan.Planner;
import dev.tuneplan.pricing.Offer;
import dev.tuneplan.pricing.OfferFilter;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description = "Estimate every way to do a run, rank them by cost, and recommend one.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SPEC", description = "run spec, a YAML file")
  private Path file = Path.of("");

  @Option(names = "--save", paramLabel = "FILE", description = "write the plan to a file")
  private @Nullable Path save;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Output output = Output.table;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    RunSpec spec = SpecReader.read(file);
    Home home = Home.standard();
    Job job = new JobFactory(home).job(spec);
    List<Offer> offers = home.prices().offers();
    OfferFilter filter = filter(spec);
    Plan plan = new Planner(filter.of(offers)).plan(job);
    filter
        .unknownNames(offers)
        .forEach(
            u -> Main.note(command, file + " prices." + u.kind() + "s: " + u.name() + " " + u.rule()));
    Main.print(command, output.render(markdown -> text(spec, plan, markdown), () -> tree(spec, plan)));
    if (save != null) {
      Files.writeString(save, Output.yaml.render(m -> "", () -> tree(spec, plan)));
    }
    if (plan.recommended().isEmpty()) {
      return ExitCode.DOES_NOT_FIT.code;
    }
    return plan.verdict().startsWith("over") ? ExitCode.OVER_BUDGET.code : ExitCode.OK.code;
  }

  private static OfferFilter filter(RunSpec spec) {
    return new OfferFilter(
        OfferFilter.Kind.ofSpot(spec.hardware().spot()),
        spec.prices().providers(),
        spec.prices().regions());
  }

  private static String text(RunSpec spec, Plan plan, boolean markdown) {
    StringBuilder out = new StringBuilder();
    out.append(
        Text.of(
            "%s: %s, %s, %,.0f tokens in %s epochs; %,d candidates estimated%n%n",
            spec.name(),
            spec.model(),
            spec.method().type() + (spec.method().type().equals("full") ? "" : " r" + spec.method().rank()),
            plan.tokens(),
            Text.of("%.3g", spec.training().epochs()),
            plan.considered()));
    if (!plan.ranked().isEmpty()) {
      Table table =
          new Table(
              "", "GPU", "GPUs", "batch", "ckpt", "sharding", "GiB", "of", "P(OOM)", "tok/s/GPU",
              "time P10-P90", "cost P10-P90", "binds", "offer");
      plan.ranked().stream().limit(12).forEach(c -> row(table, plan, c));
      out.append(markdown ? table.markdown() : table.text()).append('\n');
    }
    plan.recommended().ifPresent(c -> recommended(out, spec, plan, c));
    if (!plan.misfits().isEmpty()) {
      out.append("Does not fit:\n");
      plan.misfits()
          .forEach(
              m ->
                  out.append(
                      Text.of(
                          "  %s x%d: needs %s GiB, has %s (P(OOM) %s); would fit with %s%n",
                          m.nearest().estimate().setup().gpu().id(),
                          m.nearest().estimate().setup().gpus(),
                          Text.gib(m.nearest().estimate().memory().deviceBytes()),
                          Text.of("%.1f", m.nearest().estimate().setup().gpu().usableGiB()),
                          Text.percent(m.nearest().estimate().memory().oomProbability()),
                          m.change())));
      out.append('\n');
    }
    out.append(
        "Not included: queue and provisioning time, evaluation, storage, network, people's time.\n");
    if (!spec.defaults().isEmpty()) {
      out.append("Defaults used: ").append(String.join(", ", spec.defaults())).append('\n');
    }
    return out.toString();
  }

  private static void row(Table table, Plan plan, Candidate c) {
    Setup s = c.estimate().setup();
    boolean chosen = plan.recommended().filter(r -> r == c).isPresent();
    table.row(
        chosen ? "*" : plan.pareto().contains(c) ? "+" : "",
        s.gpu().id(),
        "" + s.gpus(),
        s.microBatch() + "x" + s.accumulation(),
        s.checkpointing().name().toLowerCase(Locale.ROOT),
        s.gpus() == 1 ? "-" : s.parallelism().name().toLowerCase(Locale.ROOT),
        Text.gib(c.estimate().memory().deviceBytes()),
        Text.of("%.0f", s.gpu().usableGiB()),
        Text.percent(c.estimate().memory().oomProbability()),
        Text.of("%.0f", c.estimate().speed().tokensPerSecondPerGpu().p50()),
        Text.hours(c.hours()),
        c.usd().map(u -> Text.usd(u.p10()) + " - " + Text.usd(u.p90())).orElse("unpriced"),
        c.estimate().speed().binds(),
        c.offer().map(PlanCommand::shown).orElse("-"));
  }

  private static String shown(Offer o) {
    return o.provider() + " " + o.instanceType() + " " + o.region() + (o.spot() ? ", spot" : "");
  }

  private static void recommended(StringBuilder out, RunSpec spec, Plan plan, Candidate c) {
    Setup s = c.estimate().setup();
    out.append(
        Text.of(
            "* recommended: %d x %s: %s.%n  + on the Pareto front of cost and time. Verdict: %s.%n",
            s.gpus(), s.gpu().name(), plan.why(), plan.verdict()));
    c.usd()
        .ifPresent(
            u ->
                out.append(
                    Text.of(
                        "  One run %s (%s - %s); %d experiment%s %s (%s - %s).%n",
                        Text.usd(u.p50()),
                        Text.usd(u.p10()),
                        Text.usd(u.p90()),
                        spec.experiments(),
                        spec.experiments() == 1 ? "" : "s",
                        Text.usd(u.p50() * spec.experiments()),
                        Text.usd(u.p10() * spec.experiments()),
                        Text.usd(u.p90() * spec.experiments()))));
    c.offer()
        .ifPresent(
            o -> out.append(Text.of("  Price: %s USD/h of %s, %s%s.%n", o.usdPerHour(), o.date(), o.provider(), o.spot() ? ", spot" : "")));
    out.append('\n');
  }

  private static Map<String, Object> tree(RunSpec spec, Plan plan) {
    Map<String, Object> t = new LinkedHashMap<>();
    t.put("apiVersion", "tuneplan/v1");
    t.put("kind", "Plan");
    t.put("name", spec.name());
    t.put("model", spec.model());
    t.put("tokens", plan.tokens());
    t.put("considered", plan.considered());
    t.put("verdict", plan.verdict());
    t.put("why", plan.why());
    t.put("recommended", plan.recommended().<Object>map(PlanCommand::candidate).orElse(Output.None.NONE));
    t.put("candidates", plan.ranked().stream().map(PlanCommand::candidate).toList());
    t.put("pareto", plan.pareto().stream().map(PlanCommand::candidate).toList());
    t.put(
        "doesNotFit",
        plan.misfits().stream()
            .map(m -> Tree.of("nearest", candidate(m.nearest()), "change", m.change()))
            .toList());
    t.put("experiments", spec.experiments());
    t.put("defaults", spec.defaults());
    return t;
  }

  private static Map<String, Object> candidate(Candidate c) {
    Setup s = c.estimate().setup();
    Map<String, Object> t = new LinkedHashMap<>();
    t.put("gpu", s.gpu().id());
    t.put("gpus", s.gpus());
    t.put("nodes", s.nodes());
    t.put("parallelism", s.parallelism().name().toLowerCase(Locale.ROOT));
    t.put("microBatch", s.microBatch());
    t.put("gradientAccumulation", s.accumulation());
    t.put("checkpointing", s.checkpointing().name().toLowerCase(Locale.ROOT));
    t.put("memoryGiB", Text.range(c.estimate().memory().device().times(1 / Text.GIB)));
    t.put("oomProbability", c.estimate().memory().oomProbability());
    t.put("fit", c.estimate().memory().fit().name().toLowerCase(Locale.ROOT));
    t.put("tokensPerSecondPerGpu", Text.range(c.estimate().speed().tokensPerSecondPerGpu()));
    t.put("binds", c.estimate().speed().binds());
    t.put("hours", Text.range(c.hours()));
    t.put("usd", c.usd().<Object>map(Text::range).orElse("unpriced"));
    t.put("offer", offer(c.offer()));
    return t;
  }

  private static Object offer(Optional<Offer> offer) {
    return offer
        .<Object>map(
            o -> {
              Map<String, Object> t = new LinkedHashMap<>();
              t.put("provider", o.provider());
              t.put("region", o.region());
              t.put("instanceType", o.instanceType());
              t.put("spot", o.spot());
              t.put("usdPerHour", o.usdPerHour().toPlainString());
              t.put("date", o.date());
              return t;
            })
        .orElse("unpriced");
  }
}
