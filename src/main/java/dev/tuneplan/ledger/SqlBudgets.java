package dev.tuneplan.ledger;

import dev.tuneplan.base.Money;
import dev.tuneplan.budget.Alert;
import dev.tuneplan.budget.Budget;
import dev.tuneplan.budget.Period;
import dev.tuneplan.budget.Scope;
import dev.tuneplan.budget.Spend;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.facts.Span;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Budgets in the tables of the ledger. */
final class SqlBudgets implements BudgetBook {
  private static final String KEY =
      " WHERE scope = ? AND who = ? AND per = ? AND period = ? AND kind = ?";

  private final Sql sql;

  SqlBudgets(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<Budget> budgets() {
    return sql.list("SELECT * FROM budget ORDER BY scope, who, per", SqlBudgets::budget);
  }

  private static Budget budget(ResultSet row) throws SQLException {
    return new Budget(
        new Scope(row.getString("scope"), row.getString("who")),
        Period.valueOf(row.getString("per").toUpperCase(Locale.ROOT)),
        Money.of(row.getString("amount")),
        row.getString("currency"),
        Arrays.stream(row.getString("thresholds").split(","))
            .filter(t -> !t.isEmpty())
            .map(Integer::valueOf)
            .toList(),
        row.getString("policy").equals("refuse"));
  }

  @Override
  public void set(Budget b) {
    sql.update(
        """
        INSERT INTO budget (scope, who, per, amount, currency, thresholds, policy)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (scope, who, per) DO UPDATE SET amount = excluded.amount,
          currency = excluded.currency, thresholds = excluded.thresholds, policy = excluded.policy
        """,
        b.scope().key(),
        b.scope().value(),
        b.period().word(),
        b.amount().amount(),
        b.currency(),
        b.thresholds().stream().map(String::valueOf).collect(Collectors.joining(",")),
        b.refuses() ? "refuse" : "warn");
  }

  @Override
  public boolean remove(Scope scope, Period period) {
    return sql.update(
            "DELETE FROM budget WHERE scope = ? AND who = ? AND per = ?",
            scope.key(),
            scope.value(),
            period.word())
        > 0;
  }

  @Override
  public List<Spend> spent(Instant from) {
    Map<String, Money> costs = new HashMap<>();
    Set<String> astride = new HashSet<>();
    sql.each(
        "SELECT run, begun, cost FROM attempt WHERE cost IS NOT NULL AND ended > ?",
        row -> {
          String run = row.getString("run");
          if (Sql.time(row.getLong("begun")).isBefore(from)) {
            astride.add(run);
          } else {
            costs.merge(run, Money.of(row.getString("cost")), Money::plus);
          }
        },
        from);
    sql.each(
        """
        SELECT d.run, d.cost FROM direct d JOIN run r ON r.id = d.run
        WHERE coalesce(r.ended, r.created) > ?
        """,
        row -> costs.merge(row.getString("run"), Money.of(row.getString("cost")), Money::plus),
        from);
    astride.forEach(run -> costs.merge(run, astride(run, from), Money::plus));
    return sql.list(
        "SELECT id, name, project, owner, labels, currency FROM run ORDER BY id",
        row ->
            new Spend(
                labels(row),
                costs.getOrDefault(row.getString("id"), Money.ZERO),
                Money.ZERO,
                row.getString("currency")));
  }

  /** What attempts that had begun before cost from then on. */
  private Money astride(String run, Instant from) {
    return new Booked(sql)
        .find(run)
        .map(r ->
            Money.sum(
                r.cost().pods().stream()
                    .filter(p -> p.timeline().span().from().isBefore(from))
                    .map(p -> since(p, from))
                    .toList()))
        .orElse(Money.ZERO);
  }

  private static Money since(PodCost pod, Instant from) {
    Instant end = pod.timeline().span().to();
    return end.isAfter(from) ? pod.cost(new Span(from, end)) : Money.ZERO;
  }

  private static Map<String, String> labels(ResultSet row) throws SQLException {
    Map<String, String> labels = new HashMap<>();
    if (Json.of(row.getString("labels")).value() instanceof Map<?, ?> m) {
      m.forEach((k, v) -> labels.put(String.valueOf(k), String.valueOf(v)));
    }
    labels.put("run", row.getString("id"));
    labels.put("name", row.getString("name"));
    labels.put("project", row.getString("project"));
    labels.put("owner", row.getString("owner"));
    return labels;
  }

  @Override
  public boolean claim(Alert alert, Instant now, Duration lease) {
    Object[] key = key(alert.key());
    int made =
        sql.update(
            """
            INSERT INTO alert (scope, who, per, period, kind, said, made, claimed, delivered)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING
            """,
            and(key, alert.text(), now, now));
    // who claimed it and has not confirmed for so long was killed
    return made > 0
        || sql.update(
                "UPDATE alert SET claimed = ?" + KEY + " AND delivered = 0 AND claimed <= ?",
                before(now, and(key, now.minus(lease))))
            > 0;
  }

  @Override
  public void delivered(Alert.Key key, Instant now) {
    sql.update("UPDATE alert SET delivered = ?" + KEY, before(now, key(key)));
  }

  @Override
  public void settle(Alert.Key key, Instant now) {
    sql.update(
        """
        INSERT INTO alert (scope, who, per, period, kind, said, made, claimed, delivered)
        VALUES (?, ?, ?, ?, ?, '', ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        and(key(key), now, now, now));
  }

  private static Object[] key(Alert.Key k) {
    return new Object[] {k.scope().key(), k.scope().value(), k.per().word(), k.period(), k.kind()};
  }

  private static Object[] and(Object[] values, Object... more) {
    Object[] all = Arrays.copyOf(values, values.length + more.length);
    System.arraycopy(more, 0, all, values.length, more.length);
    return all;
  }

  private static Object[] before(Object first, Object[] values) {
    return and(new Object[] {first}, values);
  }
}
