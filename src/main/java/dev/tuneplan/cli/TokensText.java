package dev.tuneplan.cli;

import dev.tuneplan.dataset.Position;
import dev.tuneplan.dataset.check.Finding;
import dev.tuneplan.packing.Packed;
import dev.tuneplan.tokens.LayoutComparison;
import dev.tuneplan.tokens.LengthStats;
import dev.tuneplan.tokens.RowNote;
import dev.tuneplan.tokens.TokenStats;
import dev.tuneplan.tokens.Total;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counted data for people. */
final class TokensText {
  private static final int BAR = 40;

  private final TokensView v;
  private final TokenStats stats;
  private final LayoutComparison compared;
  private final boolean markdown;
  private final StringBuilder out = new StringBuilder();

  private TokensText(TokensView v, boolean markdown) {
    this.v = v;
    this.stats = v.stats();
    this.compared = v.compared();
    this.markdown = markdown;
  }

  static String of(TokensView v, boolean markdown) {
    TokensText text = new TokensText(v, markdown);
    text.heading();
    text.totals();
    text.lengths();
    text.packing();
    text.padding();
    text.steps();
    text.managed();
    text.warnings();
    return text.out.toString();
  }

  private void say(String format, Object... values) {
    out.append(Text.of(format, values)).append('\n');
  }

  private void table(Table t) {
    out.append(markdown ? t.markdown() : t.text()).append('\n');
  }

  private void heading() {
    say(
        "%s: %,.0f example%s (%s), %s",
        String.join(", ", v.data()),
        stats.lengths().examples(),
        stats.lengths().examples() == 1 ? "" : "s",
        v.index().layout().word(),
        v.counted().exact()
            ? "all counted"
            : Text.of("%,d of them counted", v.counted().lengths().counted()));
    say("Tokenizer: %s; chat template: %s", v.outcome().tokenizer().name(), template());
    if (v.run().added() > 0) {
      say(
          "The trainer puts %d special token%s around each example; below, only \"processed\" and"
              + " lengths have them.",
          v.run().added(), v.run().added() == 1 ? "" : "s");
    }
    v.outcome().notes().forEach(n -> say("! %s", n));
    out.append('\n');
  }

  private String template() {
    return v.outcome().template().orElse("none");
  }

  private void totals() {
    double epochs = v.run().epochs();
    Table t =
        new Table("tokens", "an epoch", Text.of("%s epochs", plain(epochs)), "95 %", "which are");
    Total real = v.counted().real();
    Total loss = v.counted().loss();
    t.row("real", count(real.tokens()), count(epochs * real.tokens()), margin(real), "in the data");
    t.row(
        "processed",
        count(stats.processed()),
        count(epochs * stats.processed()),
        margin(real),
        Text.of(
            "cut at %,d, %s (%s)",
            v.run().layout().sequenceLength(), v.layout(), v.run().layout().trainer()));
    t.row(
        "loss", count(loss.tokens()), count(epochs * loss.tokens()), margin(loss), "carrying loss");
    table(t);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Text.of("%.0f", value) : Double.toString(value);
  }

  private static String count(double tokens) {
    return Text.of("%,.0f", tokens);
  }

  private static String margin(Total t) {
    return t.relative() == 0 ? "exact" : Text.of("+-%.1f %%", 100 * t.relative());
  }

  private void lengths() {
    LengthStats l = stats.lengths();
    say(
        "Lengths: mean %,.0f, P50 %,d, P90 %,d, P99 %,d, max %,d tokens",
        l.mean(), l.p50(), l.p90(), l.p99(), l.max());
    double most = l.histogram().stream().mapToDouble(LengthStats.Bin::examples).max().orElse(1);
    Table t = new Table("from", "to", "examples", "");
    for (LengthStats.Bin b : l.histogram()) {
      int bar = (int) Math.ceil(BAR * b.examples() / Math.max(1, most));
      t.row(count(b.from()), count(b.to()), count(b.examples()), "#".repeat(bar));
    }
    table(t);
    TokenStats.Truncation cut = stats.truncation();
    int length = v.run().layout().sequenceLength();
    if (cut.tokens() == 0) {
      say(
          stats.lengths().max() + v.run().added() > length
              ? "Examples of more than %,d tokens are split between rows; none loses a token.%n"
              : "No example is longer than %,d tokens.%n",
          length);
    } else {
      say(
          "! At %,d tokens %,.0f examples (%s) lose %,.0f tokens (%s of all): %s%n",
          length,
          cut.examples(),
          share(v.share(cut.examples())),
          cut.tokens(),
          share(cut.tokens() / Math.max(1, v.counted().real().tokens())),
          String.join(", ", v.counted().longerThan(length)));
    }
  }

  private static String share(double share) {
    // what rounding of sums leaves is nothing
    return share > 1e-9 && share < 0.001 ? "<0.1 %" : Text.of("%.1f %%", 100 * Math.max(0, share));
  }

  private void packing() {
    Table t = new Table("packing", "rows", "filled", "tokens lost", "examples cut");
    for (Map.Entry<String, Packed> e : compared.packings().entrySet()) {
      Packed p = e.getValue();
      t.row(
          e.getKey(),
          count(p.rows()),
          share(p.efficiency()),
          count(p.tokensDropped()),
          count(p.examplesTruncated() + p.examplesDropped()));
    }
    table(t);
  }

  private void padding() {
    Table t = new Table("batch", "padding", "grouped by length", "longest batch, tokens");
    for (LayoutComparison.PaddedBatch b : compared.padding()) {
      t.row(
          "" + b.microBatch(),
          share(b.random().waste()),
          share(b.grouped().waste()),
          count(b.random().worstBatch()));
    }
    table(t);
  }

  private void steps() {
    say(
        "Steps: %,d an epoch, %,d in %s epochs, of %,d rows each; the longest micro-batch of %d"
            + " has %,.0f tokens.",
        stats.steps().perEpoch(),
        stats.steps().total(),
        plain(v.run().epochs()),
        v.run().globalBatch(),
        v.run().microBatch(),
        stats.longestBatch());
    out.append('\n');
  }

  private void managed() {
    Table t = new Table("managed providers bill", "tokens of the run", "rule");
    for (ManagedCount m : ManagedCount.of(v.counted().real().tokens(), stats, v.run())) {
      t.row(String.join(", ", m.providers()), count(m.tokens()), m.rule());
    }
    table(t);
  }

  private void warnings() {
    long bad = TokensTree.bad(v);
    if (bad > 0) {
      say("! %,d rows cannot be used and are left out:", bad);
      for (List<RowNote> notes : List.of(v.index().firstBad(), v.counted().firstRefused())) {
        notes.forEach(n -> say("  %s", n));
      }
    }
    for (Finding f : v.index().findings()) {
      say("! %s: %,d rows %s%s", f.check(), f.count(), f.words(), rows(f));
    }
    if (bad == 0 && v.index().findings().isEmpty()) {
      say("Nothing wrong was found with the data.");
    }
  }

  private static String rows(Finding f) {
    return f.first().isEmpty()
        ? ""
        : " ("
            + f.first().stream().map(Position::toString).collect(Collectors.joining(", "))
            + (f.count() > f.first().size() ? ", ..." : "")
            + ")";
  }
}
