package dev.tuneplan.reconcile.show;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.cost.rate.Tariff;
import dev.tuneplan.reconcile.Achieved;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** The sentences and tables that text, Markdown and the page share. */
record Words(Reconciliation r, Bridge.Method method, Sheet sheet) {
  static Words of(Reconciliation r, Bridge.Method method) {
    return new Words(r, method, Sheet.of(r, method));
  }

  private RunCost cost() {
    return r.cost();
  }

  private String money(BigDecimal cents) {
    return Numbers.money(cost().currency(), cents);
  }

  String title() {
    return (r.name().isEmpty() ? "run " : r.name() + ", run ")
        + (r.run().isEmpty() ? "without an id" : r.run());
  }

  /** The result in a line. */
  String headline() {
    String so = cost().completeness().complete() ? "" : " so far (cost pending)";
    if (cost().grade() == Evidence.D) {
      return "no cost is known" + (so.isEmpty() ? "" : " yet");
    }
    List<PodCost> unpriced = cost().unpriced();
    if (!unpriced.isEmpty() && unpriced.size() == cost().pods().size()) {
      return "actual unpriced" + so;
    }
    String without = unpriced.isEmpty() ? "" : " without " + unpriced.size() + " unpriced pods";
    return sheet
        .steps()
        .map(s -> {
          BigDecimal more = sheet.total().subtract(s.plan());
          return "plan "
              + money(s.plan())
              + " -> actual "
              + money(sheet.total())
              + so
              + ", "
              + sign(more)
              + money(more)
              + (s.plan().signum() > 0
                  ? " (" + sign(more) + Numbers.percent(more, s.plan()) + ")"
                  : "");
        })
        .orElseGet(() -> "actual " + money(sheet.total()) + without + so);
  }

  private static String sign(BigDecimal more) {
    return more.signum() > 0 ? "+" : "";
  }

  /** On what it rests. */
  String evidence() {
    Evidence grade = cost().grade();
    return "evidence " + grade.word() + " (" + grade.source() + ")";
  }

  Grid bridge() {
    String currency = cost().currency();
    List<List<String>> rows = new ArrayList<>();
    sheet
        .steps()
        .ifPresent(s -> {
          rows.add(List.of("plan", s.plan().toPlainString(), planned()));
          s.lines()
              .forEach(l ->
                  rows.add(List.of(l.effect().title(), Numbers.signed(l.cents()), l.grounds())));
          rows.add(List.of("actual", sheet.total().toPlainString(), ""));
        });
    return Grid.of(List.of("why", ">" + currency, "planned -> actual"), rows);
  }

  private String planned() {
    return r.planned()
        .flatMap(p -> p.intervals().usd())
        .map(u ->
            "P10-P90 "
                + money(Cents.of(new Money(BigDecimal.valueOf(u.p10()))))
                + " - "
                + money(Cents.of(new Money(BigDecimal.valueOf(u.p90())))))
        .orElse("");
  }

  Grid uses() {
    List<List<String>> rows = new ArrayList<>();
    boolean priced = cost().pods().isEmpty() || cost().unpriced().size() < cost().pods().size();
    for (Sheet.Use use : sheet.uses()) {
      rows.add(
          List.of(
              use.what(),
              use.gpuHours().map(BigDecimal::toPlainString).orElse(""),
              priced ? use.cents().toPlainString() : "",
              priced ? Numbers.percent(use.cents(), sheet.total()) : ""));
    }
    rows.add(
        List.of(
            "total",
            sheet.gpuHours().toPlainString(),
            priced ? sheet.total().toPlainString() : "unpriced",
            priced ? Numbers.percent(sheet.total(), sheet.total()) : ""));
    return Grid.of(List.of("where it went", ">GPU-h", ">" + cost().currency(), ">share"), rows);
  }

  Grid pods() {
    List<PodCost> pods = cost().pods();
    List<BigDecimal> cents =
        pods.isEmpty() ? List.of() : Cents.of(pods.stream().map(PodCost::total).toList());
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < pods.size(); i++) {
      PodCost cost = pods.get(i);
      PodAttempt pod = cost.pod();
      Span billed = cost.timeline().span();
      rows.add(
          List.of(
              Integer.toString(cost.attempt()),
              pod.pod().name(),
              pod.node().map(NodeFacts::name).orElse("-"),
              Numbers.minute(billed.from()),
              Numbers.length(billed.length()),
              cost.tariff().isPresent() ? cents.get(i).toPlainString() : "unpriced",
              pod.end().cause().word(),
              pod.grade().word()));
    }
    return Grid.of(
        List.of(
            ">attempt",
            "pod",
            "node",
            "from (UTC)",
            ">billed",
            ">" + cost().currency(),
            "end",
            "evidence"),
        rows);
  }

  /** What the GPUs did; empty: nothing was measured. */
  Optional<Grid> use() {
    return new UseWords(r).grid();
  }

  /** What else must be said, a sentence each. */
  List<String> sentences() {
    List<String> all = new ArrayList<>();
    if (cost().completeness() instanceof Completeness.Pending(List<String> why)) {
      all.add("Cost pending: " + String.join("; ", why) + ".");
    }
    if (r.bridges() instanceof Reconciliation.Bridging.Not(String why)) {
      all.add("No bridge: " + why + ".");
    }
    all.add(bases());
    all.add(
        "Not billed: "
            + Numbers.length(cost().queued())
            + " without a place"
            + cost().facts().waits().stream()
                .map(w -> ", " + Numbers.length(w.span().length()) + " of it " + w.why())
                .collect(Collectors.joining())
            + ".");
    speed().ifPresent(all::add);
    all.addAll(new UseWords(r).sentences());
    rates().forEach(t -> all.add("Rate: " + t + "."));
    Set<String> notes = new LinkedHashSet<>(cost().facts().remarks());
    cost()
        .facts()
        .pods()
        .forEach(p -> p.remarks().forEach(m -> notes.add(p.pod().name() + ": " + m)));
    r.planned().ifPresent(p -> notes.addAll(p.notes()));
    notes.forEach(n -> all.add("Note: " + n + "."));
    return all;
  }

  /** How fast it trained, beside the plan. */
  private Optional<String> speed() {
    Achieved achieved = r.achieved();
    if (achieved.tokensPerSecond().isEmpty()) {
      return Optional.empty();
    }
    String planned =
        r.planned()
            .map(p -> String.format(Locale.ROOT, " (planned: %.0f%s)", p.perGpu(), mfu(p.mfu())))
            .orElse("");
    return Optional.of(
        String.format(
            Locale.ROOT,
            "While training: %.0f tokens/s a GPU%s%s.",
            achieved.tokensPerSecond().getAsDouble(),
            mfu(achieved.mfu()),
            planned));
  }

  private static String mfu(OptionalDouble mfu) {
    return mfu.isPresent()
        ? String.format(Locale.ROOT, ", MFU %.0f %%", 100 * mfu.getAsDouble())
        : "";
  }

  private String bases() {
    if (!cost().unpriced().isEmpty()) {
      return "Bases: unpriced.";
    }
    BigDecimal total = sheet.total();
    BigDecimal useful = sheet.cents(Bucket.TRAINING);
    return "Bases: allocation "
        + money(total)
        + "; useful "
        + money(useful)
        + " ("
        + Numbers.percent(useful, total)
        + "); "
        + cost()
            .nodeShare()
            .map(n ->
                "share of the machines "
                    + money(Cents.of(n))
                    + ", stranded "
                    + money(Cents.of(n).subtract(total)))
            .orElse("share of the machines not known")
        + ".";
  }

  private Set<String> rates() {
    Set<String> rates = new LinkedHashSet<>();
    for (PodCost pod : cost().pods()) {
      pod.tariff().ifPresent(t -> rates.add(rate(t, pod)));
    }
    return rates;
  }

  private static String rate(Tariff tariff, PodCost pod) {
    Rate rate = tariff.rate();
    String price =
        rate.prices().constant()
            ? Numbers.rate(rate.prices().points().getFirst().perHour()) + "/h"
            : "a series of prices, integrated";
    return rate.basis()
        + ", "
        + price
        + " ("
        + rate.source()
        + ")"
        + (pod.share().denominator() == 1 ? "" : "; " + pod.share().why());
  }
}
