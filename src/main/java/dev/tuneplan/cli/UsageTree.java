package dev.tuneplan.cli;

import dev.tuneplan.base.Money;
import dev.tuneplan.base.Problem;
import dev.tuneplan.usage.Bill;
import dev.tuneplan.usage.CostReport.Part;
import dev.tuneplan.usage.Left;
import dev.tuneplan.usage.ModelCost;
import dev.tuneplan.usage.Production;
import dev.tuneplan.usage.Sum;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What production cost, for machines. Amounts of money have all their digits. */
final class UsageTree {
  private UsageTree() {}

  static Map<String, Object> of(UsageView v) {
    Production p = v.production();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("logs", v.logs());
    tree.put("rows", p.rows());
    tree.put("models", v.report().models().stream().map(UsageTree::model).toList());
    tree.put("totals", sums(v.report().sums()));
    List<Object> periods = new ArrayList<>();
    v.report()
        .periods()
        .forEach((period, sums) -> {
          if (!period.isEmpty() || v.report().periods().size() > 1) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("period", period.isEmpty() ? Output.None.NONE : period);
            one.putAll(sums(sums));
            periods.add(one);
          }
        });
    tree.put("periods", periods);
    tree.put("billed", p.bills().isEmpty() ? Output.None.NONE : billed(p));
    tree.put(
        "saving", v.saving().<Object>map(s -> new SavingText(s).tree()).orElse(Output.None.NONE));
    v.budgets().ifPresent(b -> tree.putAll(new BudgetText(b.standings()).tree()));
    Map<String, Object> left = new LinkedHashMap<>();
    for (Left why : Left.values()) {
      left.put(key(why), p.left().getOrDefault(why, 0L));
    }
    left.put("outsideOfTime", v.undated());
    tree.put("notCounted", left);
    tree.put(
        "badRows", Tree.of("count", p.remarks().bad(), "first", problems(p.remarks().faults())));
    tree.put("withoutUsage", problems(p.remarks().noUsage()));
    tree.put("halfWritten", problems(p.remarks().cut()));
    tree.put("morePages", p.remarks().more());
    return tree;
  }

  private static String key(Left why) {
    return switch (why) {
      case NO_USAGE -> "withoutUsage";
      case FAILED -> "failed";
      case FROM_CACHE -> "fromCache";
      case CHUNK -> "chunks";
      case OTHER -> "other";
    };
  }

  private static Map<String, Object> model(ModelCost m) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!m.period().isEmpty()) {
      tree.put("period", m.period());
    }
    tree.put("model", m.model().isEmpty() ? Output.None.NONE : m.model());
    tree.put("provider", m.provider().isEmpty() ? Output.None.NONE : m.provider());
    tree.put("tier", m.tier());
    tree.put("fineTuned", m.fineTuned());
    tree.put("base", m.base().<Object>map(b -> b).orElse(Output.None.NONE));
    tree.put("calls", m.calls());
    tree.put("inputTokens", m.tokens().input());
    tree.put("cachedTokens", m.tokens().cached());
    tree.put("outputTokens", m.tokens().output());
    tree.put("costUsd", m.usd().<Object>map(UsageTree::digits).orElse(Output.None.NONE));
    switch (m.cost()) {
      case ModelCost.Cost.Priced p -> {
        tree.put("reason", Output.None.NONE);
        tree.put("rates", p.matched());
        tree.put("note", p.note().isEmpty() ? Output.None.NONE : p.note());
      }
      case ModelCost.Cost.Unpriced u -> {
        tree.put("reason", u.reason());
        tree.put("rates", Output.None.NONE);
        tree.put("note", Output.None.NONE);
      }
    }
    tree.put(
        "loggedUsd", m.logged().<Object>map(l -> digits(new Money(l))).orElse(Output.None.NONE));
    return tree;
  }

  private static Map<String, Object> sums(Map<Part, Sum> sums) {
    Map<String, Object> tree = new LinkedHashMap<>();
    sums.forEach((part, sum) -> {
      Map<String, Object> one =
          Tree.of(
              "models", sum.models(),
              "calls", sum.calls(),
              "inputTokens", sum.tokens().input(),
              "cachedTokens", sum.tokens().cached(),
              "outputTokens", sum.tokens().output());
      if (part != Part.UNPRICED) {
        one.put("costUsd", digits(sum.usd()));
      }
      tree.put(
          switch (part) {
            case FINE_TUNED -> "fineTuned";
            case BASE -> "base";
            case UNPRICED -> "unpriced";
          },
          one);
    });
    return tree;
  }

  private static Map<String, Object> billed(Production p) {
    List<Object> items = new ArrayList<>();
    items(p)
        .forEach((item, amount) ->
            items.add(
                Tree.of(
                    "item", item.isEmpty() ? Output.None.NONE : item, "amount", digits(amount))));
    return Tree.of(
        "currency", p.currency(),
        "fineTuned", digits(p.billed(Bill::fineTuned)),
        "base", digits(p.billed(b -> !b.fineTuned() && !b.model().isEmpty())),
        "other", digits(p.billed(b -> b.model().isEmpty())),
        "items", items);
  }

  /** What was charged for each thing. */
  static Map<String, Money> items(Production p) {
    Map<String, Money> items = new java.util.TreeMap<>();
    p.bills().forEach(b -> items.merge(b.item(), b.amount(), Money::plus));
    return items;
  }

  /** All digits, none behind them that say nothing. */
  private static BigDecimal digits(Money amount) {
    BigDecimal plain = amount.amount().stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  private static List<Object> problems(List<Problem> some) {
    return some.stream()
        .<Object>map(f ->
            Tree.of(
                "place", f.place().toString(),
                "subject", f.subject(),
                "rule", f.rule()))
        .toList();
  }
}
