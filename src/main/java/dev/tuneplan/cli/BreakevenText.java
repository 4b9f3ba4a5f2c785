package dev.tuneplan.cli;

import dev.tuneplan.base.Money;
import dev.tuneplan.economics.BreakEven;
import dev.tuneplan.economics.MonteCarlo;
import dev.tuneplan.economics.Sensitivity;
import dev.tuneplan.economics.Spread;
import dev.tuneplan.economics.Traffic;
import dev.tuneplan.economics.Upfront;
import dev.tuneplan.economics.Weighed;
import dev.tuneplan.economics.Weighing;
import dev.tuneplan.managed.TokenCount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether fine-tuning pays, for people.
 *
 * @param chance how assumptions are drawn
 */
record BreakevenText(Weighing w, MonteCarlo chance) {
  String text(boolean markdown) {
    StringBuilder out = new StringBuilder();
    heading(out);
    out.append(markdown ? table().markdown() : table().text());
    for (Weighed path : w.paths()) {
      out.append('\n').append(markdown ? "**" + path.name() + "**\n\n" : path.name() + "\n");
      lines(path).forEach(l -> out.append(markdown ? "- " : "  ").append(l).append('\n'));
    }
    out.append("\nAssumptions").append(markdown ? "\n\n" : ":\n");
    w.assumptions().forEach(a -> out.append("- ").append(a).append('\n'));
    return out.toString();
  }

  private void heading(StringBuilder out) {
    Traffic t = w.traffic();
    out.append(
        Text.of(
            "%s: %s calls a day, %s in a month of 30 days; USD%n",
            w.name(), number(t.callsPerDay()), number(t.callsPerMonth())));
    out.append(
        Text.of("A call: %s today, %s fine-tuned%n%n", tokens(t.before()), tokens(t.after())));
  }

  private static String tokens(TokenCount t) {
    return number(t.input())
        + " tokens in"
        + (t.cached().signum() > 0 ? " (" + number(t.cached()) + " cached)" : "")
        + " and "
        + number(t.output())
        + " out";
  }

  private static String number(BigDecimal n) {
    BigDecimal plain = n.stripTrailingZeros();
    return Text.of("%,." + Math.clamp(plain.scale(), 0, 2) + "f", plain);
  }

  private Table table() {
    Table t =
        new Table(
            "path",
            "training",
            "people",
            "a month",
            "saved a month",
            "pays back after",
            "net in " + w.months() + " months");
    BreakEven keep = new BreakEven(w.keep(), w.keep(), Upfront.NOTHING, w.traffic());
    t.row("keep " + w.current().name(), "", "", Usd.of(keep.keepMonth()), "", "", "");
    for (Weighed path : w.paths()) {
      if (path.figures().isEmpty()) {
        t.row(path.name(), "unpriced", "", "", "", "", "");
        continue;
      }
      BreakEven b = path.figures().get();
      t.row(
          path.name(),
          Usd.of(b.upfront().training()),
          Usd.of(b.upfront().people()),
          Usd.of(b.pathMonth()),
          Usd.of(b.savedMonth()) + " (" + Usd.percent(b.savedMonth(), b.keepMonth()) + ")",
          payback(b),
          Usd.of(b.net(w.months())));
    }
    return t;
  }

  private static String payback(BreakEven b) {
    return b.paybackDays(BreakEven.LONGEST_MONTHS).map(Usd::days).orElse("never");
  }

  private List<String> lines(Weighed path) {
    List<String> lines = new ArrayList<>();
    if (path.figures().isEmpty()) {
      return List.of("Not priced: " + path.unpriced() + ".");
    }
    BreakEven b = path.figures().get();
    lines.add(whenItPays(b));
    lines.add(
        b.breakEvenCalls(w.months())
            .map(n ->
                Text.of(
                    "Break-even: %,d calls a month over %d months, with %s hours of work.",
                    n, w.months(), number(b.upfront().hours())))
            .orElse("Break-even: at no number of calls over " + w.months() + " months."));
    lines.add(mustBeTrue(b));
    lines.add(mayCome(b));
    path.warnings().forEach(x -> lines.add("! " + x));
    path.basis().forEach(x -> lines.add("Rests on " + x + "."));
    return lines;
  }

  private String whenItPays(BreakEven b) {
    Money saved = b.savedMonth();
    if (b.paybackDays(BreakEven.LONGEST_MONTHS).isEmpty()) {
      return saved.compareTo(Money.ZERO) > 0
          ? "Does not pay back within ten years."
          : Text.of(
              "Never pays back: a month costs %s more than today.",
              Usd.of(Money.ZERO.minus(saved)));
    }
    BreakEven alone = Weighing.with(b, BigDecimal.ZERO);
    BreakEven low = Weighing.with(b, w.people().low());
    BreakEven high = Weighing.with(b, w.people().high());
    return Text.of(
        "Pays back after %s for the training alone (%s); %s with %s hours of work, %s with %s.",
        payback(alone),
        Usd.of(b.upfront().training()),
        payback(low),
        number(w.people().low()),
        payback(high),
        number(w.people().high()));
  }

  private String mustBeTrue(BreakEven b) {
    Sensitivity s = Sensitivity.of(b, w.months());
    List<String> all = new ArrayList<>();
    s.callsPerMonth().ifPresent(n -> all.add(Text.of("at least %,d calls a month", n)));
    s.price().ifPresent(f -> all.add("its prices at most " + times(f)));
    s.currentPrice().ifPresent(f -> all.add(w.current().name() + "'s prices at least " + times(f)));
    s.inputTokens()
        .ifPresent(n -> all.add(Text.of("at most %,.0f tokens sent in a call", floor(n))));
    s.hours().ifPresent(h -> all.add(Text.of("at most %,.1f hours of work", floorTenth(h))));
    return all.isEmpty()
        ? "Nothing alone makes it pay within " + w.months() + " months."
        : "It just pays within "
            + w.months()
            + " months with any one of: "
            + String.join("; ", all)
            + ".";
  }

  private static String times(BigDecimal factor) {
    return factor.setScale(2, RoundingMode.HALF_UP) + " times today's";
  }

  private static BigDecimal floor(BigDecimal n) {
    return n.setScale(0, RoundingMode.FLOOR);
  }

  private static BigDecimal floorTenth(BigDecimal n) {
    return n.setScale(1, RoundingMode.FLOOR);
  }

  private String mayCome(BreakEven b) {
    Spread s = chance.of(b, w.months());
    Optional<String> days =
        s.paybackDays()
            .map(d ->
                Text.of("; pays back after %.0f / %.0f / %.0f days", d.p10(), d.p50(), d.p90()));
    return Text.of(
        "Low / likely / high: %,.2f / %,.2f / %,.2f net in %d months%s; pays within them in %.0f %%"
            + " of %,d draws (seed %d).",
        s.net().p10(),
        s.net().p50(),
        s.net().p90(),
        w.months(),
        days.orElse(""),
        100 * s.pays(),
        s.draws(),
        chance.seed());
  }
}
