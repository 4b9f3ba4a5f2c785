package dev.tuneplan.ledger;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.Direct;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.Slice;
import dev.tuneplan.cost.Timeline;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.rate.GpuShare;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.cost.rate.Tariff;
import dev.tuneplan.measured.RunUse;
import dev.tuneplan.reconcile.Reconciliation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads runs and prices them anew: no amount that is kept is taken over. */
final class Booked {
  /** Runs that are read together; those of two such lots are in memory at a time. */
  private static final int TOGETHER = 250;

  private final Sql sql;
  private final Map<String, Rate> rates = new HashMap<>();

  Booked(Sql sql) {
    this.sql = sql;
  }

  /** What belongs to a run, one part of it after the other. */
  private static final class Parts {
    final Map<String, List<Slice>> slices = new HashMap<>();
    final List<PodCost> pods = new ArrayList<>();
    final List<Direct> direct = new ArrayList<>();
    RunUse use = RunUse.NONE;
  }

  Optional<Reconciliation> find(String run) {
    Map<String, Parts> parts = parts(" WHERE run = ?", run);
    return sql.first("SELECT * FROM run WHERE id = ?", row -> read(row, parts), run);
  }

  void each(Consumer<Reconciliation> taker) {
    List<String> ids =
        sql.list("SELECT id FROM run ORDER BY created DESC, id", row -> row.getString(1));
    List<Supplier<List<Reconciliation>>> together = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += TOGETHER) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + TOGETHER));
      together.add(() -> among(some));
    }
    Ahead.each(together, some -> some.forEach(taker));
  }

  private List<Reconciliation> among(List<String> ids) {
    Object[] some = ids.toArray();
    String among = " IN (" + String.join(", ", Collections.nCopies(some.length, "?")) + ")";
    Map<String, Parts> parts = parts(" WHERE run" + among, some);
    return sql.list(
        "SELECT * FROM run WHERE id" + among + " ORDER BY created DESC, id",
        row -> read(row, parts),
        some);
  }

  private Map<String, Parts> parts(String where, Object... values) {
    Map<String, Parts> parts = new HashMap<>();
    sql.each(
        "SELECT run, pod, bucket, begun, ended FROM phase" + where + " ORDER BY run, pod, number",
        row ->
            of(parts, row)
                .slices
                .computeIfAbsent(row.getString("pod"), k -> new ArrayList<>())
                .add(slice(row)),
        values);
    sql.each(
        "SELECT run, pod, number, facts, rate FROM attempt" + where + " ORDER BY run, begun, pod",
        row -> {
          Parts run = of(parts, row);
          run.pods.add(pod(row, run));
        },
        values);
    sql.each(
        "SELECT run, what, source, cost FROM direct" + where + " ORDER BY run, number",
        row ->
            of(parts, row)
                .direct
                .add(
                    new Direct(
                        row.getString("what"),
                        Money.of(row.getString("cost")),
                        row.getString("source"))),
        values);
    new MeasuredRows(sql)
        .read(where, values)
        .forEach((run, use) -> parts.computeIfAbsent(run, k -> new Parts()).use = use);
    return parts;
  }

  private static Parts of(Map<String, Parts> parts, ResultSet row) throws SQLException {
    return parts.computeIfAbsent(row.getString("run"), k -> new Parts());
  }

  private static Slice slice(ResultSet row) throws SQLException {
    return new Slice(
        Bucket.valueOf(row.getString("bucket").toUpperCase(Locale.ROOT)),
        new Span(Sql.time(row.getLong("begun")), Sql.time(row.getLong("ended"))));
  }

  private PodCost pod(ResultSet row, Parts run) throws SQLException {
    PodAttempt pod = PodText.read(row.getString("facts"));
    Timeline timeline = new Timeline(run.slices.getOrDefault(row.getString("pod"), List.of()));
    Requests requests = pod.requests();
    return new PodCost(
        pod,
        row.getInt("number"),
        timeline,
        GpuShare.of(requests.gpus(), pod.node().flatMap(NodeFacts::gpus)),
        Optional.ofNullable(row.getString("rate"))
            .map(text -> rates.computeIfAbsent(text, RateText::read))
            .map(rate -> Tariff.of(rate, requests, pod.node(), timeline.span().from())));
  }

  private Reconciliation read(ResultSet row, Map<String, Parts> all) throws SQLException {
    String id = row.getString("id");
    Parts parts = all.getOrDefault(id, new Parts());
    boolean complete = row.getLong("complete") == 1;
    Map<String, String> labels = new HashMap<>();
    if (Json.of(row.getString("labels")).value() instanceof Map<?, ?> m) {
      m.forEach((k, v) -> labels.put(String.valueOf(k), String.valueOf(v)));
    }
    Instant created = Sql.time(row.getLong("created"));
    long ended = row.getLong("ended");
    Completeness completeness =
        Completeness.of(complete ? List.of() : List.of("it was not complete when it was kept"));
    RunFacts facts =
        new RunFacts(
            id,
            Optional.of(
                new JobFacts(
                    "ledger",
                    "",
                    row.getString("name"),
                    created,
                    Optional.of(created),
                    ended == 0 ? Optional.empty() : Optional.of(Sql.time(ended)),
                    complete ? JobFacts.State.COMPLETE : JobFacts.State.ACTIVE,
                    0,
                    0,
                    1,
                    Requests.NONE,
                    labels,
                    Map.of())),
            parts.pods.stream().map(PodCost::pod).toList(),
            List.of(),
            Optional.empty(),
            completeness,
            List.of());
    RunCost cost =
        new RunCost(
            facts,
            parts.pods,
            parts.direct,
            row.getLong("useful_steps"),
            completeness,
            row.getString("currency"));
    return Reconciliation.of(cost, Optional.ofNullable(row.getString("plan")).map(PlanText::read))
        .with(parts.use);
  }
}
