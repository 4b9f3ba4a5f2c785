package dev.tuneplan.cli;

import dev.tuneplan.tokens.Total;
import java.util.Map;

/** Counted data in short, for plans; the command tokens says all of it. */
final class DataText {
  private DataText() {}

  static String line(TokensView v) {
    Total real = v.counted().real();
    double rate = v.outcome().tokenizer().relativeError();
    return Text.of(
        "Data: %s, %,.0f examples, %,.0f tokens an epoch (%s), P50 %,d, P99 %,d, max %,d; %s: %,.0f"
            + " tokens processed.",
        String.join(", ", v.data()),
        v.stats().lengths().examples(),
        real.tokens(),
        rate > 0
            ? "approximate"
            : real.relative() > 0 ? Text.of("sampled, +-%.1f %%", 100 * real.relative()) : "exact",
        v.stats().lengths().p50(),
        v.stats().lengths().p99(),
        v.stats().lengths().max(),
        v.layout(),
        v.stats().processed());
  }

  static Map<String, Object> tree(TokensView v) {
    Total real = v.counted().real();
    return Tree.of(
        "train", v.data(),
        "format", v.index().layout().word(),
        "examples", Math.round(v.stats().lengths().examples()),
        "counted", v.counted().exact() ? "exact" : "sampled",
        "tokenizer", v.outcome().tokenizer().name(),
        "tokenizerError", v.outcome().tokenizer().relativeError(),
        "chatTemplate", v.outcome().template().<Object>map(t -> t).orElse(Output.None.NONE),
        "tokens",
            Tree.of(
                "processed", Math.round(v.stats().processed()),
                "real", Math.round(real.tokens()),
                "loss", Math.round(v.counted().loss().tokens()),
                "realLow", real.low(),
                "realHigh", real.high()),
        "lengths",
            Tree.of(
                "p50", v.stats().lengths().p50(),
                "p90", v.stats().lengths().p90(),
                "p99", v.stats().lengths().p99(),
                "max", v.stats().lengths().max()),
        "layout", v.layout(),
        "rows", Math.round(v.stats().rows()),
        "steps", v.stats().steps().total(),
        "notes", v.outcome().notes(),
        "warnings", v.index().findings().stream().map(TokensTree::finding).toList());
  }
}
