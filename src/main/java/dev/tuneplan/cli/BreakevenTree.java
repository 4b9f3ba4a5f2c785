package dev.tuneplan.cli;

import dev.tuneplan.base.Cents;
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
import java.util.Map;
import java.util.Optional;

/** The same for machines; amounts are texts with cents, in USD. */
record BreakevenTree(Weighing w, MonteCarlo chance) {
  Map<String, Object> tree() {
    Traffic t = w.traffic();
    BreakEven keep = new BreakEven(w.keep(), w.keep(), Upfront.NOTHING, t);
    return Tree.of(
        "apiVersion", "tuneplan/v1",
        "kind", "BreakEven",
        "name", w.name(),
        "currency", "USD",
        "callsPerDay", plain(t.callsPerDay()),
        "callsPerMonth", plain(t.callsPerMonth()),
        "growthPercentPerMonth", plain(t.growth().movePointRight(2)),
        "tokensNow", tokens(t.before()),
        "tokensAfter", tokens(t.after()),
        "horizonMonths", w.months(),
        "experiments", w.experiments(),
        "people",
            Tree.of(
                "hoursLow", plain(w.people().low()),
                "hoursHigh", plain(w.people().high()),
                "usdPerHour", plain(w.people().rate())),
        "current",
            Tree.of(
                "model", w.current().name(),
                "provider", w.current().provider(),
                "usdPerMonth", cents(keep.keepMonth()),
                "usdInHorizon", cents(keep.keepTotal(w.months())),
                "date", w.current().grounds().dated(),
                "source", w.current().grounds().source()),
        "paths", w.paths().stream().map(this::path).toList(),
        "best", w.best().<Object>map(Weighed::name).orElse(Output.None.NONE),
        "assumptions", w.assumptions());
  }

  private static Object tokens(TokenCount t) {
    return Tree.of(
        "input", plain(t.input()), "cached", plain(t.cached()), "output", plain(t.output()));
  }

  private static String plain(BigDecimal n) {
    return n.signum() == 0 ? "0" : n.stripTrailingZeros().toPlainString();
  }

  private static String cents(Money m) {
    return Cents.of(m).toPlainString();
  }

  private Object path(Weighed p) {
    Map<String, Object> t =
        Tree.of(
            "name", p.name(),
            "kind", p.kind().word(),
            "priced", p.figures().isPresent(),
            "reason", p.unpriced().isEmpty() ? Output.None.NONE : p.unpriced());
    p.figures().ifPresent(b -> figures(t, b));
    t.put("warnings", p.warnings());
    t.put("basis", p.basis());
    return t;
  }

  private void figures(Map<String, Object> t, BreakEven b) {
    t.put("trainingUsd", cents(new Money(b.upfront().training())));
    t.put("peopleUsd", cents(new Money(b.upfront().people())));
    t.put("usdPerMonth", cents(b.pathMonth()));
    t.put("savedUsdPerMonth", cents(b.savedMonth()));
    t.put("netUsdInHorizon", cents(b.net(w.months())));
    t.put(
        "payback",
        Tree.of(
            "trainingAlone", payback(Weighing.with(b, BigDecimal.ZERO)),
            "lowHours", payback(Weighing.with(b, w.people().low())),
            "likelyHours", payback(b),
            "highHours", payback(Weighing.with(b, w.people().high()))));
    t.put(
        "breakEvenCallsPerMonth",
        b.breakEvenCalls(w.months()).<Object>map(n -> n.longValueExact()).orElse(Output.None.NONE));
    Sensitivity s = Sensitivity.of(b, w.months());
    t.put(
        "justPaysWith",
        Tree.of(
            "callsPerMonthAtLeast",
                s.callsPerMonth().<Object>map(n -> n.longValueExact()).orElse(Output.None.NONE),
            "priceFactorAtMost", known(s.price()),
            "currentPriceFactorAtLeast", known(s.currentPrice()),
            "inputTokensAtMost", known(s.inputTokens()),
            "hoursAtMost", known(s.hours())));
    Spread spread = chance.of(b, w.months());
    t.put(
        "draws",
        Tree.of(
            "seed", chance.seed(),
            "draws", spread.draws(),
            "netUsd", Text.range(spread.net()),
            "paybackDays", spread.paybackDays().<Object>map(Text::range).orElse(Output.None.NONE),
            "paysWithinHorizon", spread.pays()));
  }

  private static Object known(Optional<BigDecimal> n) {
    return n.<Object>map(BreakevenTree::plain).orElse(Output.None.NONE);
  }

  private static Object payback(BreakEven b) {
    return Tree.of(
        "days", known(b.paybackDays(BreakEven.LONGEST_MONTHS)),
        "day", b.paybackDay(BreakEven.LONGEST_MONTHS).<Object>map(d -> d).orElse(Output.None.NONE));
  }
}
