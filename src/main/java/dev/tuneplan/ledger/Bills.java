package dev.tuneplan.ledger;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.bill.PaidHours;
import dev.tuneplan.cost.facts.Span;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What was paid for machines: a later invoice's word for the same hours counts. */
final class Bills {
  private final Sql sql;

  Bills(Sql sql) {
    this.sql = sql;
  }

  void keep(List<PaidHours> paid) {
    List<Object[]> rows = new ArrayList<>();
    for (PaidHours p : paid) {
      rows.add(
          new Object[] {
            p.machine(),
            p.sku(),
            p.span().from(),
            p.span().to(),
            p.hours(),
            p.cost().amount(),
            p.currency(),
            p.source()
          });
    }
    sql.transaction(() ->
        sql.batch(
            """
            INSERT INTO bill (machine, sku, begun, ended, hours, cost, currency, source)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (machine, sku, begun, ended) DO UPDATE SET hours = excluded.hours,
              cost = excluded.cost, currency = excluded.currency, source = excluded.source
            """,
            rows));
  }

  List<PaidHours> all() {
    return sql.list("SELECT * FROM bill ORDER BY machine, begun, ended, sku", Bills::read);
  }

  private static PaidHours read(ResultSet row) throws SQLException {
    return new PaidHours(
        row.getString("machine"),
        row.getString("sku"),
        new Span(Sql.time(row.getLong("begun")), Sql.time(row.getLong("ended"))),
        new BigDecimal(row.getString("hours")).stripTrailingZeros(),
        Money.of(row.getString("cost")),
        row.getString("currency"),
        row.getString("source"));
  }
}
