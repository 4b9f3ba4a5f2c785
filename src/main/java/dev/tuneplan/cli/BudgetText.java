package dev.tuneplan.cli;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.budget.Budget;
import dev.tuneplan.budget.Standing;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Budgets and how they stand. */
record BudgetText(List<Standing> standings) {
  /** One in a line. */
  static String words(Budget b) {
    return b.scope()
        + " per "
        + b.period().word()
        + ": "
        + cents(b.amount())
        + " "
        + b.currency()
        + (b.thresholds().isEmpty()
            ? ""
            : ", told at "
                + b.thresholds().stream().map(t -> t + " %").collect(Collectors.joining(", ")))
        + (b.refuses() ? "" : ", nothing is refused");
  }

  String text(boolean markdown) {
    if (standings.isEmpty()) {
      return "no budget is set; 'tuneplan budget set project=NAME AMOUNT' sets one\n";
    }
    Table table =
        new Table(
            "budget",
            "period",
            "amount",
            "spent",
            "committed",
            "left",
            "used",
            "currency",
            "if over");
    standings.forEach(s ->
        table.row(
            s.budget().scope() + " per " + s.budget().period().word(),
            s.period(),
            cents(s.budget().amount()),
            cents(s.spent()),
            cents(s.committed()),
            cents(s.budget().amount().minus(s.used())),
            s.percent() + " %",
            s.budget().currency(),
            s.budget().refuses() ? "refuse" : "warn"));
    return markdown ? table.markdown() : table.text();
  }

  private static String cents(Money money) {
    return Cents.of(money).toPlainString();
  }

  Map<String, Object> tree() {
    return Tree.of("budgets", standings.stream().map(BudgetText::tree).toList());
  }

  private static Map<String, Object> tree(Standing s) {
    return Tree.of(
        "scope", s.budget().scope().toString(),
        "per", s.budget().period().word(),
        "period", s.period(),
        "amount", s.budget().amount().toString(),
        "spent", s.spent().toString(),
        "committed", s.committed().toString(),
        "left", s.budget().amount().minus(s.used()).toString(),
        "percent", s.percent(),
        "currency", s.budget().currency(),
        "thresholds", s.budget().thresholds(),
        "refuses", s.budget().refuses(),
        "over", s.over());
  }
}
