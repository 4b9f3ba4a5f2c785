package dev.tuneplan.cli;

import dev.tuneplan.dataset.Position;
import dev.tuneplan.dataset.check.Finding;
import dev.tuneplan.packing.Packed;
import dev.tuneplan.packing.Padding;
import dev.tuneplan.tokens.LayoutComparison;
import dev.tuneplan.tokens.LengthStats;
import dev.tuneplan.tokens.RowNote;
import dev.tuneplan.tokens.TokenStats;
import dev.tuneplan.tokens.Total;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Counted data for machines. */
final class TokensTree {
  private TokensTree() {}

  static Map<String, Object> of(TokensView v) {
    TokenStats s = v.stats();
    LengthStats l = s.lengths();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("data", v.data());
    tree.put("format", v.index().layout().word());
    tree.put("examples", Math.round(l.examples()));
    tree.put("badRows", Tree.of("count", bad(v), "first", notes(v)));
    tree.put("counted", v.counted().exact() ? "exact" : "sampled");
    tree.put("sample", v.counted().lengths().counted());
    tree.put(
        "tokenizer",
        Tree.of(
            "name", v.outcome().tokenizer().name(),
            "exact", v.outcome().tokenizer().exact(),
            "relativeError", v.outcome().tokenizer().relativeError()));
    tree.put("chatTemplate", v.outcome().template().<Object>map(t -> t).orElse(Output.None.NONE));
    tree.put(
        "tokens",
        Tree.of(
            "processed", Math.round(s.processed()),
            "real", Math.round(v.counted().real().tokens()),
            "loss", Math.round(v.counted().loss().tokens()),
            "addedPerExample", v.counted().added(),
            "realInterval", interval(v.counted().real()),
            "lossInterval", interval(v.counted().loss()),
            "lossUnknownExamples", Math.round(v.counted().lossUnknown())));
    tree.put(
        "lengths",
        Tree.of("mean", l.mean(), "p50", l.p50(), "p90", l.p90(), "p99", l.p99(), "max", l.max()));
    tree.put(
        "histogram",
        l.histogram().stream()
            .map(b -> Tree.of("from", b.from(), "to", b.to(), "examples", Math.round(b.examples())))
            .toList());
    tree.put(
        "truncation",
        Tree.of(
            "sequenceLength", v.run().layout().sequenceLength(),
            "examples", Math.round(s.truncation().examples()),
            "tokens", Math.round(s.truncation().tokens()),
            "rows", v.counted().longerThan(v.run().layout().sequenceLength())));
    LayoutComparison compared = v.compared();
    tree.put("packing", packing(v, compared));
    tree.put("padding", compared.padding().stream().map(TokensTree::padded).toList());
    tree.put(
        "steps",
        Tree.of(
            "perEpoch", s.steps().perEpoch(),
            "total", s.steps().total(),
            "epochs", v.run().epochs(),
            "globalBatch", v.run().globalBatch()));
    tree.put(
        "longestBatch",
        Tree.of("microBatch", v.run().microBatch(), "tokens", Math.round(s.longestBatch())));
    tree.put("run", Tree.of("processed", s.processed() * v.run().epochs()));
    tree.put(
        "managed",
        ManagedCount.of(v.counted().real().tokens(), s, v.run()).stream()
            .map(m ->
                Tree.of(
                    "providers", m.providers(), "rule", m.rule(), "tokens", Math.round(m.tokens())))
            .toList());
    tree.put("warnings", v.index().findings().stream().map(TokensTree::finding).toList());
    tree.put("notes", v.outcome().notes());
    return tree;
  }

  static long bad(TokensView v) {
    return v.index().bad() + v.counted().refused();
  }

  private static List<Object> notes(TokensView v) {
    return Stream.concat(v.index().firstBad().stream(), v.counted().firstRefused().stream())
        .<Object>map((RowNote n) -> Tree.of("file", n.file(), "row", n.row(), "reason", n.reason()))
        .toList();
  }

  private static Object interval(Total t) {
    return Tree.of("low", t.low(), "high", t.high(), "probability", 0.95);
  }

  private static Object packing(TokensView v, LayoutComparison compared) {
    Map<String, Object> ways = new LinkedHashMap<>();
    compared.packings().forEach((name, p) -> ways.put(name, packed(p)));
    return Tree.of(
        "strategy", v.run().layout().strategy().<Object>map(s -> s.word()).orElse(Output.None.NONE),
        "trainer", v.run().layout().trainer(),
        "rows", Math.round(v.stats().rows()),
        "efficiency",
            v.run()
                .layout()
                .strategy()
                .flatMap(s -> Optional.ofNullable(compared.packings().get(s.word())))
                .<Object>map(Packed::efficiency)
                .orElse(Output.None.NONE),
        "strategies", ways);
  }

  private static Object packed(Packed p) {
    return Tree.of(
        "rows", p.rows(),
        "efficiency", p.efficiency(),
        "tokensKept", p.tokensKept(),
        "tokensDropped", p.tokensDropped(),
        "examplesTruncated", p.examplesTruncated(),
        "examplesDropped", p.examplesDropped());
  }

  private static Object padded(LayoutComparison.PaddedBatch b) {
    return Tree.of(
        "microBatch", b.microBatch(),
        "random", waste(b.random()),
        "groupedByLength", waste(b.grouped()));
  }

  private static Object waste(Padding p) {
    return Tree.of("waste", Math.max(0, p.waste()), "longestBatch", p.worstBatch());
  }

  static Object finding(Finding f) {
    return Tree.of(
        "check", f.check(),
        "text", f.words(),
        "count", f.count(),
        "rows", f.first().stream().map(Position::toString).toList());
  }
}
