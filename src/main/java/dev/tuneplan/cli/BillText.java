package dev.tuneplan.cli;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.cost.bill.Bill;
import dev.tuneplan.cost.bill.Joined;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an invoice changed, in words.
 *
 * @param name the file
 * @param changed runs that cost something else now
 */
record BillText(String name, Bill bill, Joined joined, List<Changed> changed) {
  private static final int SHOWN = 20;

  /**
   * A run that costs something else.
   *
   * @param before at what was assumed, or by earlier invoices
   */
  record Changed(String run, String name, String currency, Money before, Money after) {}

  String text(boolean markdown) {
    StringBuilder out = new StringBuilder();
    out.append(name)
        .append(": of ")
        .append(bill.paid().size())
        .append(" lines of machines, runs were on ")
        .append(joined.matched().size())
        .append("\n\n");
    if (changed.isEmpty()) {
      out.append("no run costs anything else than before\n");
    } else {
      Table runs = new Table("run", "name", "before", "by invoice", "change", "currency");
      changed.forEach(c ->
          runs.row(
              c.run,
              c.name,
              cents(c.before),
              cents(c.after),
              (c.after.compareTo(c.before) > 0 ? "+" : "") + cents(c.after.minus(c.before)),
              c.currency));
      out.append(markdown ? runs.markdown() : runs.text());
    }
    if (!joined.unmatched().isEmpty()) {
      Table rest = new Table("matches nothing", "lines", "cost", "currency", "why");
      joined.unmatched().stream()
          .limit(SHOWN)
          .forEach(u ->
              rest.row(
                  u.machine(),
                  Integer.toString(u.lines()),
                  cents(u.cost()),
                  u.currency(),
                  u.why()));
      out.append('\n').append(markdown ? rest.markdown() : rest.text());
      int more = joined.unmatched().size() - SHOWN;
      if (more > 0) {
        out.append("and ").append(more).append(" more; -o json lists all\n");
      }
    }
    if (!bill.left().isEmpty()) {
      out.append("\nleft out: ")
          .append(
              new TreeMap<>(bill.left())
                  .entrySet().stream()
                      .map(e -> e.getValue() + " " + e.getKey())
                      .collect(Collectors.joining("; ")))
          .append('\n');
    }
    return out.toString();
  }

  private static String cents(Money money) {
    return Cents.of(money).toPlainString();
  }

  Map<String, Object> tree() {
    return Tree.of(
        "file", name,
        "lines", bill.paid().size(),
        "matched", joined.matched().size(),
        "runs", changed.stream().map(BillText::tree).toList(),
        "unmatched", joined.unmatched().stream().map(BillText::tree).toList(),
        "leftOut", new TreeMap<>(bill.left()));
  }

  private static Map<String, Object> tree(Changed c) {
    return Tree.of(
        "run", c.run,
        "name", c.name,
        "currency", c.currency,
        "before", c.before.toString(),
        "after", c.after.toString());
  }

  private static Map<String, Object> tree(Joined.Unmatched u) {
    return Tree.of(
        "machine", u.machine(),
        "lines", u.lines(),
        "cost", u.cost().toString(),
        "currency", u.currency(),
        "why", u.why());
  }
}
