package dev.tuneplan.ledger;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Direct;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.Slice;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a run and its reconciliation, within a transaction. */
final class Booking {
  private final Sql sql;
  private final Reconciliation r;
  private final String owner;
  private final Instant now;
  private int version;

  Booking(Sql sql, Reconciliation r, String owner, Instant now) {
    if (r.run().isEmpty()) {
      throw new IllegalArgumentException("a run without an id cannot be kept");
    }
    this.sql = sql;
    this.r = r;
    this.owner = owner;
    this.now = now;
  }

  int version() {
    return version;
  }

  void write() {
    run();
    sql.update("DELETE FROM attempt WHERE run = ?", r.run());
    sql.update("DELETE FROM direct WHERE run = ?", r.run());
    attempts();
    direct();
    // what was measured stays when its files are gone
    if (!r.use().attempts().isEmpty()) {
      new MeasuredRows(sql).write(r.run(), r.use());
    }
    reconciliation();
  }

  /** Also takes the lock of the run's row: whoever books the same run comes after this one. */
  private void run() {
    RunCost cost = r.cost();
    sql.update(
        """
        INSERT INTO run (id, name, created, ended, project, owner, labels, plan, useful_steps, currency, complete)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, created = excluded.created, ended = excluded.ended,
          project = excluded.project, owner = excluded.owner, labels = excluded.labels, plan = excluded.plan,
          useful_steps = excluded.useful_steps, currency = excluded.currency, complete = excluded.complete
        """,
        r.run(),
        r.name(),
        cost.facts()
            .wall()
            .map(Span::from)
            .or(() -> cost.facts().job().map(JobFacts::created))
            .orElse(now),
        cost.facts().wall().filter(w -> cost.completeness().complete()).map(Span::to),
        r.labels().getOrDefault(Labels.PROJECT, ""),
        r.labels().getOrDefault(Labels.OWNER, owner),
        JsonText.of(new java.util.TreeMap<>(r.labels())),
        r.planned().map(PlanText::write),
        cost.usefulSteps(),
        cost.currency(),
        cost.completeness().complete());
  }

  private void attempts() {
    List<Object[]> attempts = new ArrayList<>();
    List<Object[]> phases = new ArrayList<>();
    for (PodCost pod : r.cost().pods()) {
      Span billed = pod.timeline().span();
      attempts.add(
          new Object[] {
            r.run(),
            pod.pod().pod().uid(),
            pod.attempt(),
            pod.pod().index(),
            billed.from(),
            billed.to(),
            pod.pod().end().cause().word(),
            pod.pod().grade().word(),
            PodText.write(pod.pod()),
            pod.tariff().map(t -> RateText.write(t.rate())),
            amount(pod, pod.total())
          });
      int number = 0;
      for (Slice slice : pod.timeline().slices()) {
        phases.add(
            new Object[] {
              r.run(),
              pod.pod().pod().uid(),
              number++,
              slice.bucket().word(),
              slice.span().from(),
              slice.span().to(),
              amount(pod, pod.cost(slice.span()))
            });
      }
    }
    sql.batch(
        """
        INSERT INTO attempt (run, pod, number, node, begun, ended, cause, evidence, facts, rate, cost)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        attempts);
    sql.batch(
        "INSERT INTO phase (run, pod, number, bucket, begun, ended, cost) VALUES (?, ?, ?, ?, ?, ?,"
            + " ?)",
        phases);
  }

  private static Optional<BigDecimal> amount(PodCost pod, Money money) {
    return pod.tariff().map(t -> money.amount());
  }

  private void direct() {
    List<Object[]> rows = new ArrayList<>();
    for (Direct d : r.cost().direct()) {
      rows.add(new Object[] {r.run(), rows.size(), d.what(), d.source(), d.amount().amount()});
    }
    sql.batch("INSERT INTO direct (run, number, what, source, cost) VALUES (?, ?, ?, ?, ?)", rows);
  }

  private void reconciliation() {
    version =
        sql.first(
                    "SELECT coalesce(max(version), 0) FROM reconciliation WHERE run = ?",
                    row -> row.getInt(1),
                    r.run())
                .orElse(0)
            + 1;
    RunCost cost = r.cost();
    Optional<Bridge> bridge = r.bridge(Bridge.Method.FIXED);
    sql.update(
        """
        INSERT INTO reconciliation (run, version, made, evidence, currency, total, planned, lines)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        r.run(),
        version,
        now,
        cost.grade().word(),
        cost.currency(),
        cost.unpriced().isEmpty() ? Optional.of(cost.total().amount()) : Optional.empty(),
        bridge.map(b -> b.plan().amount()),
        JsonText.of(bridge.map(Booking::lines).orElse(Map.of())));
  }

  private static Map<String, Object> lines(Bridge bridge) {
    Map<String, Object> lines = new LinkedHashMap<>();
    bridge.lines().forEach(l -> lines.put(l.effect().word(), l.amount().toString()));
    return lines;
  }
}
