package dev.tuneplan.reconcile.show;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A run in Markdown, short enough for a pull request.
 *
 * @param title its name and id
 * @param cells of {@link #table}
 * @param body plan and actual cost, the lines between them that are not nothing, and where the
 *     money went
 */
public record Brief(String title, List<String> cells, String body) {
  public Brief {
    cells = List.copyOf(cells);
  }

  /** Of a run. */
  public static Brief of(Reconciliation r) {
    Words w = Words.of(r, Bridge.Method.FIXED);
    StringBuilder body = new StringBuilder();
    body.append("**").append(w.headline()).append("**; ").append(w.evidence()).append("\n\n");
    if (r.bridge(Bridge.Method.FIXED).isPresent()) {
      Grid bridge = w.bridge();
      List<List<String>> told =
          bridge.rows().stream().filter(row -> !row.get(1).equals("0.00")).toList();
      body.append(new Grid(bridge.columns(), told).markdown()).append('\n');
    }
    body.append(w.uses().markdown());
    return new Brief(escaped(w.title()), cells(r, w), body.toString());
  }

  private static List<String> cells(Reconciliation r, Words w) {
    BigDecimal total = w.sheet().total();
    boolean priced = r.cost().unpriced().isEmpty();
    return List.of(
        escaped(r.name().isEmpty() ? r.run() : r.name()),
        w.sheet().steps().map(s -> s.plan().toPlainString()).orElse("-"),
        priced ? total.toPlainString() : "unpriced",
        w.sheet().steps().map(s -> Numbers.signed(total.subtract(s.plan()))).orElse("-"),
        priced ? Numbers.percent(Cents.of(r.cost().useful()), total) : "-",
        r.cost().currency(),
        r.cost().grade().word());
  }

  /** Names are the user's: none is a tag or a cell's end. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|");
  }

  /**
   * Runs below each other, and what all of them cost.
   *
   * @param totals by currency
   */
  public static String table(List<Brief> runs, Map<String, Money> totals) {
    List<List<String>> rows = new ArrayList<>(runs.stream().map(Brief::cells).toList());
    totals.forEach((currency, total) ->
        rows.add(List.of("total", "", Cents.of(total).toPlainString(), "", "", currency, "")));
    return Grid.of(
            List.of("run", ">planned", ">actual", ">more", ">useful", "currency", "evidence"), rows)
        .markdown();
  }
}
