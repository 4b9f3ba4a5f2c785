package dev.tuneplan.cli;

import dev.tuneplan.economics.Advice;
import dev.tuneplan.economics.Alternative;
import dev.tuneplan.economics.Question;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether to fine-tune at all, for people and for machines.
 *
 * @param alternatives with this project's own numbers
 * @param rate USD for an hour of people
 */
record AdviseText(Advice advice, List<Alternative> alternatives, BigDecimal rate) {
  String text(boolean markdown) {
    StringBuilder out = new StringBuilder();
    out.append(markdown ? "**" : "")
        .append(advice.name())
        .append(": ")
        .append(advice.verdict().words())
        .append(markdown ? ".**\n\n" : ".\n\n");
    Table questions = new Table("question", "answer", "because");
    advice.answers().forEach((q, r) -> questions.row(q.words(), r.answer().word(), r.because()));
    out.append(markdown ? questions.markdown() : questions.text()).append('\n');
    Table table = new Table("alternative", "paid before", "a month", "hours", "people");
    alternatives.forEach(a ->
        table.row(
            a.approach(),
            a.paid().map(Usd::of).orElse("0.00"),
            a.month().map(AdviseText::span).orElse("unknown"),
            plain(a.hours().low()) + "-" + plain(a.hours().high()),
            Usd.of(a.hours().low().multiply(rate))
                + " - "
                + Usd.of(a.hours().high().multiply(rate))));
    out.append(markdown ? table.markdown() : table.text());
    if (advice.weighing().isEmpty()) {
      out.append("Monthly costs are unknown: the spec has no traffic (callsPerDay, inputTokens,")
          .append(" outputTokens, currentModel).\n");
    }
    advice.warnings().forEach(w -> out.append("! ").append(w).append('\n'));
    if (!advice.next().isEmpty()) {
      out.append(markdown ? "\nWhat to do:\n\n" : "\nWhat to do:\n");
      advice.next().forEach(n -> out.append("- ").append(n).append('\n'));
    }
    return out.toString();
  }

  private static String span(Alternative.Span s) {
    return s.low().equals(s.high()) ? Usd.of(s.low()) : Usd.of(s.low()) + " - " + Usd.of(s.high());
  }

  private static String plain(BigDecimal n) {
    return n.signum() == 0 ? "0" : n.stripTrailingZeros().toPlainString();
  }

  Map<String, Object> tree() {
    return Tree.of(
        "apiVersion", "tuneplan/v1",
        "kind", "Advice",
        "name", advice.name(),
        "currency", "USD",
        "verdict", advice.verdict().name().toLowerCase(java.util.Locale.ROOT),
        "words", advice.verdict().words(),
        "questions",
            advice.answers().entrySet().stream()
                .map(e ->
                    Tree.of(
                        "question", word(e.getKey()),
                        "words", e.getKey().words(),
                        "answer", e.getValue().answer().word(),
                        "because", e.getValue().because()))
                .toList(),
        "alternatives",
            alternatives.stream()
                .map(a ->
                    Tree.of(
                        "approach", a.approach(),
                        "paidUsd", a.paid().<Object>map(Usd::cents).orElse("0.00"),
                        "usdPerMonthLow", month(a.month().map(Alternative.Span::low)),
                        "usdPerMonthHigh", month(a.month().map(Alternative.Span::high)),
                        "hoursLow", plain(a.hours().low()),
                        "hoursHigh", plain(a.hours().high())))
                .toList(),
        "warnings", advice.warnings(),
        "next", advice.next());
  }

  private static String word(Question q) {
    return q.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static Object month(Optional<dev.tuneplan.base.Money> m) {
    return m.<Object>map(Usd::cents).orElse(Output.None.NONE);
  }
}
