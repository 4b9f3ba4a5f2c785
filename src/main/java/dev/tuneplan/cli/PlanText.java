package dev.tuneplan.cli;

import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.plan.Candidate;
import dev.tuneplan.plan.Plan;
import dev.tuneplan.pricing.Offer;
import dev.tuneplan.spec.RunSpec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan for people. */
final class PlanText {
  private static final int SHOWN = 12;

  private final RunSpec spec;
  private final Optional<TokensView> data;
  private final Plan plan;
  private final boolean markdown;
  private final StringBuilder out = new StringBuilder();

  private PlanText(Planning p, boolean markdown) {
    this.spec = p.spec();
    this.data = p.data();
    this.plan = p.plan();
    this.markdown = markdown;
  }

  static String of(Planning p, ManagedPlan managed, boolean markdown) {
    PlanText text = new PlanText(p, markdown);
    text.heading();
    text.data();
    text.candidates();
    text.recommended();
    text.misfits();
    text.out.append(managed.text(markdown));
    text.closing();
    return text.out.toString();
  }

  private void heading() {
    RunSpec.MethodSpec method = spec.method();
    out.append(
        Text.of(
            "%s: %s, %s, %,.0f tokens in %s epochs; %,d candidates estimated%n",
            spec.name(),
            spec.model(),
            method.type() + (method.type().equals("full") ? "" : " r" + method.rank()),
            plan.work().epochs() * plan.work().tokens(),
            Text.of("%.3g", spec.training().epochs()),
            plan.considered()));
  }

  /** What the data was found to be; the command tokens says all of it. */
  private void data() {
    data.ifPresent(v -> {
      out.append(DataText.line(v)).append('\n');
      v.outcome().notes().forEach(n -> out.append("! ").append(n).append('\n'));
      v.index()
          .findings()
          .forEach(
              f -> out.append(Text.of("! %s: %,d rows %s%n", f.check(), f.count(), f.words())));
    });
    out.append('\n');
  }

  private void candidates() {
    if (plan.ranked().isEmpty()) {
      return;
    }
    Table table =
        new Table(
            "",
            "GPU",
            "GPUs",
            "batch",
            "ckpt",
            "sharding",
            "GiB",
            "of",
            "P(OOM)",
            "tok/s/GPU",
            "time P10-P90",
            "cost P10-P90",
            "binds",
            "offer");
    plan.ranked().stream().limit(SHOWN).forEach(c -> row(table, c));
    out.append(markdown ? table.markdown() : table.text());
    if (plan.ranked().size() > SHOWN) {
      out.append(Text.of("... and %d more (-o json has all)%n", plan.ranked().size() - SHOWN));
    }
    out.append('\n');
  }

  private void row(Table table, Candidate c) {
    Setup s = c.setup();
    Memory m = c.estimate().memory();
    boolean chosen = plan.recommended().filter(r -> r == c).isPresent();
    String mark = chosen ? "*" : plan.pareto().contains(c) ? "+" : "";
    table.row(
        m.fit() == Memory.Fit.TIGHT ? mark + "!" : mark,
        s.gpu().id(),
        "" + s.gpus(),
        s.microBatch() + "x" + s.accumulation(),
        s.checkpointing().name().toLowerCase(Locale.ROOT),
        s.gpus() == 1 ? "-" : s.parallelism().name().toLowerCase(Locale.ROOT),
        Text.gib(m.deviceBytes()),
        Text.of("%.0f", s.gpu().usableGiB()),
        Text.percent(m.oomProbability()),
        Text.of("%.0f", c.estimate().speed().tokensPerSecondPerGpu().p50()),
        Text.hours(c.hours()),
        c.usd().map(u -> Text.usd(u.p10()) + " - " + Text.usd(u.p90())).orElse("unpriced"),
        c.estimate().speed().binds(),
        c.offer().map(o -> offer(o, c)).orElse("-"));
  }

  private static String offer(Offer o, Candidate c) {
    int sold = o.gpus() * c.machines();
    return o.provider()
        + " "
        + o.instanceType()
        + " "
        + o.region()
        + (o.spot() ? " spot" : "")
        + (sold > c.setup().gpus() ? " (pays for " + sold + ")" : "");
  }

  private void recommended() {
    plan.recommended().ifPresent(this::recommended);
  }

  private void recommended(Candidate c) {
    Setup s = c.setup();
    out.append(
        Text.of(
            "* recommended: %d x %s: %s.%n  + on the Pareto front of cost and time,"
                + " ! tight in memory. Verdict: %s.%n",
            s.gpus(), s.gpu().name(), plan.why(), plan.verdict()));
    if (!plan.remedies().isEmpty()) {
      out.append("  Would fit surely with ").append(String.join(", or ", plan.remedies()));
      out.append(".\n");
    }
    int n = spec.experiments();
    c.usd()
        .ifPresent(u ->
            out.append(
                Text.of(
                    "  One run %s (%s - %s); %d experiment%s %s (%s - %s).%n",
                    Text.usd(u.p50()),
                    Text.usd(u.p10()),
                    Text.usd(u.p90()),
                    n,
                    n == 1 ? "" : "s",
                    Text.usd(u.p50() * n),
                    Text.usd(u.p10() * n),
                    Text.usd(u.p90() * n))));
    c.offer()
        .ifPresent(o ->
            out.append(
                Text.of(
                    "  Price: %s USD/h for each machine, %s, %s%s (%s).%n",
                    o.usdPerHour(),
                    o.date(),
                    o.provider(),
                    o.spot() ? ", spot" : ", on demand",
                    Text.shortened(o.source()))));
    out.append('\n');
  }

  private void misfits() {
    if (plan.misfits().isEmpty()) {
      return;
    }
    out.append("Does not fit:\n");
    plan.misfits().stream().limit(SHOWN).forEach(this::misfit);
    if (plan.misfits().size() > SHOWN) {
      out.append(Text.of("  ... and %d more%n", plan.misfits().size() - SHOWN));
    }
    out.append('\n');
  }

  private void misfit(Plan.Misfit m) {
    Memory memory = m.nearest().memory();
    Setup s = m.nearest().setup();
    out.append(
        Text.of(
            "  %s x%d: needs %s GiB, has %.1f (P(OOM) %s, %s); would fit with %s%n",
            s.gpu().id(),
            s.gpus(),
            Text.gib(memory.deviceBytes()),
            s.gpu().usableGiB(),
            Text.percent(memory.oomProbability()),
            memory.fit().name().toLowerCase(Locale.ROOT),
            String.join(", or ", m.changes())));
  }

  /** What memory and operators rest on; those of the recommendation first. */
  private void basis() {
    Stream<Candidate> first = plan.recommended().stream();
    Map<String, Long> counts =
        Stream.concat(first, plan.ranked().stream())
            .distinct()
            .collect(
                Collectors.groupingBy(Candidate::basis, LinkedHashMap::new, Collectors.counting()));
    if (counts.isEmpty()) {
      return;
    }
    boolean one = counts.size() == 1;
    out.append("Basis: ")
        .append(
            counts.entrySet().stream()
                .map(e -> e.getKey() + (one ? "" : Text.of(" (%d of the list)", e.getValue())))
                .collect(Collectors.joining(", ")))
        .append(".\n");
  }

  private void closing() {
    basis();
    boolean evaluates =
        plan.recommended().flatMap(c -> c.timing().lessons().of(Quantity.OVERHEAD)).isPresent();
    out.append("Not included: queue, provisioning and image pull, ")
        .append(evaluates ? "" : "evaluation, ")
        .append("storage, network traffic, people's time.\n");
    if (!spec.defaults().isEmpty()) {
      out.append("Defaults used: ").append(String.join(", ", spec.defaults())).append('\n');
    }
  }
}
