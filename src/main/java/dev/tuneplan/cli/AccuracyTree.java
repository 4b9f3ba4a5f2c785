package dev.tuneplan.cli;

import dev.tuneplan.accuracy.Group;
import dev.tuneplan.accuracy.OomSummary;
import dev.tuneplan.accuracy.Peer;
import dev.tuneplan.accuracy.PeerSummary;
import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Score;
import dev.tuneplan.accuracy.Summary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Scores for machines. */
final class AccuracyTree {
  private AccuracyTree() {}

  static Map<String, Object> of(List<Row> rows, boolean perRow) {
    List<Group> groups = Group.of(rows);
    Group all = groups.getFirst();
    OomSummary oom = OomSummary.of(rows);
    return Tree.of(
        "rows", rows.stream().map(r -> row(r, perRow)).toList(),
        "summary",
            Tree.of(
                "memory", summary(all.memory()),
                "speed", summary(all.speed()),
                "wall", summary(all.wall()),
                "oom",
                    Tree.of(
                        "outOfMemory", oom.outOfMemory(),
                        "calledOutOfMemory", oom.calledOutOfMemory(),
                        "ran", oom.ran(),
                        "calledFitting", oom.calledFitting(),
                        "rightPct", oom.rightPct())),
        "groups",
            groups.stream()
                .map(g ->
                    Tree.of(
                        "name", g.name(),
                        "memory", summary(g.memory()),
                        "speed", summary(g.speed()),
                        "wall", summary(g.wall())))
                .toList(),
        "peers",
            PeerSummary.of(rows).stream()
                .map(p ->
                    Tree.of(
                        "name", p.peer().title(),
                        "what", p.what(),
                        "theirs", summary(p.theirs()),
                        "ours", summary(p.ours())))
                .toList());
  }

  private static Map<String, Object> row(Row r, boolean placed) {
    Map<String, Object> tree =
        Tree.of(
            "id", r.about().id(),
            "scored", r.scored(),
            "reason", r.reason(),
            "memory", score(r.memory(), "predictedGiB", "actualGiB"),
            "speed", score(r.speed(), "predictedTokensPerSecondPerGpu", "actual"),
            "wall", score(r.wall(), "predictedHours", "actualHours"),
            "oom",
                r.oom()
                    .<Object>map(o ->
                        Tree.of(
                            "probability", o.probability(),
                            "predicted", o.probability() >= 0.5,
                            "actual", o.happened(),
                            "right", o.right()))
                    .orElse(Output.None.NONE),
            "peers", peers(r.peers()));
    if (placed && r.scored()) {
      tree.put("placed", PlacedTree.of(r.setups()));
    }
    return tree;
  }

  private static Map<String, Object> peers(Map<Peer, Peer.Answer> answers) {
    Map<String, Object> t = new LinkedHashMap<>();
    for (Peer p : Peer.values()) {
      Peer.Answer a = answers.get(p);
      if (a != null) {
        t.put(
            p.title(),
            Tree.of(
                "memoryGiB", value(a.memoryBytes(), 1 / Text.GIB),
                "tokensPerSecondPerGpu", value(a.tokensPerSecondPerGpu(), 1)));
      }
    }
    return t;
  }

  private static Object value(OptionalDouble v, double factor) {
    return v.isPresent() ? (Object) (v.getAsDouble() * factor) : Output.None.NONE;
  }

  static Object score(Optional<Score> score, String predicted, String actual) {
    return score
        .<Object>map(s ->
            Tree.of(
                predicted,
                s.predicted().p50(),
                "p10",
                s.predicted().p10(),
                "p90",
                s.predicted().p90(),
                actual,
                s.actual(),
                "errorPct",
                s.errorPct(),
                "inside",
                s.inside()))
        .orElse(Output.None.NONE);
  }

  static Map<String, Object> summary(Summary s) {
    return Tree.of(
        "n", s.n(),
        "medianErrorPct", s.medianErrorPct(),
        "meanErrorPct", s.meanErrorPct(),
        "p90ErrorPct", s.p90ErrorPct(),
        "within10Pct", s.within10Pct(),
        "biasPct", s.biasPct(),
        "coveragePct", s.coveragePct());
  }
}
