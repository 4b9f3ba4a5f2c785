package dev.tuneplan.cli;

import dev.tuneplan.usage.Saving;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/** What was promised beside what is, as people and machines read it. */
record SavingText(Saving saving) {
  private static final int CALL_PLACES = 6;

  String text(boolean markdown) {
    Saving.Side p = saving.promised();
    Saving.Side r = saving.real();
    Table table = new Table("to " + saving.path(), "promised", "in the logs");
    table.row("calls a day", p.callsPerDay().map(SavingText::whole).orElse(""), perDay(r));
    table.row("input tokens a call", whole(p.tuned().input()), whole(r.tuned().input()));
    table.row("cached of them", whole(p.tuned().cached()), whole(r.tuned().cached()));
    table.row("output tokens a call", whole(p.tuned().output()), whole(r.tuned().output()));
    table.row("a call, fine-tuned", call(p.tunedUsd()), call(r.tunedUsd()));
    table.row("a call before, as promised", call(p.beforeUsd()), call(r.beforeUsd()));
    table.row("hosting in 30 days", cents(p.fixedMonth()), cents(r.fixedMonth()));
    table.row("saved in 30 days", money(p.savedMonth()), money(r.savedMonth()));
    table.row("paid back after", days(p), days(r));
    String kept =
        saving
            .kept()
            .map(k ->
                Text.of(
                    "Of the promised saving %s %% is there (%d days of logs).\n",
                    k.movePointRight(2).setScale(0, RoundingMode.HALF_UP).toPlainString(),
                    saving.days().orElse(0)))
            .orElse(
                saving.days().isEmpty()
                    ? "The logs tell no time, so a month cannot be said.\n"
                    : "No saving was promised.\n");
    return "\n" + (markdown ? table.markdown() : table.text()) + (markdown ? "\n" : "") + kept;
  }

  private static String perDay(Saving.Side side) {
    return side.callsPerDay().map(SavingText::whole).orElse("not told");
  }

  private static String whole(BigDecimal v) {
    return Text.of("%,.0f", v);
  }

  private static String call(BigDecimal usd) {
    return "$" + usd.setScale(CALL_PLACES, RoundingMode.HALF_UP).toPlainString();
  }

  private static String cents(BigDecimal usd) {
    return (usd.signum() < 0 ? "-" : "") + Text.of("$%,.2f", usd.abs());
  }

  private static String money(Optional<BigDecimal> usd) {
    return usd.map(SavingText::cents).orElse("not known");
  }

  private String days(Saving.Side side) {
    return side.paybackDays(saving.upfront())
        .map(d -> Text.of("%,.1f days", d))
        .orElse(side.savedMonth().isPresent() ? "never" : "not known");
  }

  Map<String, Object> tree() {
    return Tree.of(
        "path", saving.path(),
        "upfrontUsd", saving.upfront(),
        "days", saving.days().<Object>map(d -> d).orElse(Output.None.NONE),
        "promised", tree(saving.promised()),
        "real", tree(saving.real()),
        "kept", saving.kept().<Object>map(k -> k).orElse(Output.None.NONE));
  }

  private Map<String, Object> tree(Saving.Side s) {
    return Tree.of(
        "callsPerDay", or(s.callsPerDay()),
        "inputTokens", short12(s.tuned().input()),
        "cachedTokens", short12(s.tuned().cached()),
        "outputTokens", short12(s.tuned().output()),
        "callUsd", short12(s.tunedUsd()),
        "beforeCallUsd", short12(s.beforeUsd()),
        "fixedUsdPerMonth", short12(s.fixedMonth()),
        "savedUsdPerMonth", or(s.savedMonth()),
        "paybackDays", or(s.paybackDays(saving.upfront())));
  }

  private static Object or(Optional<BigDecimal> v) {
    return v.<Object>map(SavingText::short12).orElse(Output.None.NONE);
  }

  /** Averages have no end. */
  private static BigDecimal short12(BigDecimal v) {
    BigDecimal plain = v.setScale(12, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }
}
