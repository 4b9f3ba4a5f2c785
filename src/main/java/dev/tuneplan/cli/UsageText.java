package dev.tuneplan.cli;

import dev.tuneplan.base.Money;
import dev.tuneplan.base.Problem;
import dev.tuneplan.base.Rounded;
import dev.tuneplan.usage.Bill;
import dev.tuneplan.usage.CallKey;
import dev.tuneplan.usage.CostReport;
import dev.tuneplan.usage.CostReport.Part;
import dev.tuneplan.usage.Left;
import dev.tuneplan.usage.ModelCost;
import dev.tuneplan.usage.Production;
import dev.tuneplan.usage.Sum;
import dev.tuneplan.usage.Tokens;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What production cost, for people. */
final class UsageText {
  /** From here on cents are fine enough. */
  private static final BigDecimal LARGE = BigDecimal.valueOf(100);

  private static final int CENTS = 2;
  private static final int FINE = 4;
  private final UsageView v;
  private final boolean markdown;
  private final StringBuilder out = new StringBuilder();

  private UsageText(UsageView view, boolean markdown) {
    this.v = view;
    this.markdown = markdown;
  }

  static String of(UsageView view, boolean markdown) {
    UsageText text = new UsageText(view, markdown);
    text.head();
    text.models();
    text.unpriced();
    text.billed();
    view.saving().ifPresent(s -> text.out.append(new SavingText(s).text(markdown)));
    return text.out.toString();
  }

  private void head() {
    Production p = v.production();
    long calls = v.report().models().stream().mapToLong(ModelCost::calls).sum();
    out.append(Text.of("%,d %s in ", calls, calls == 1 ? "call" : "calls"));
    out.append(Text.of("%,d %s", v.logs(), v.logs() == 1 ? "log" : "logs"));
    out.append(p.bills().isEmpty() ? "" : ", and what providers say that they charged");
    out.append("\n\n");
  }

  private void models() {
    if (v.report().models().isEmpty()) {
      return;
    }
    boolean periods = v.report().models().stream().anyMatch(m -> !m.period().isEmpty());
    boolean logged = v.report().models().stream().anyMatch(m -> m.logged().isPresent());
    List<String> head = new ArrayList<>();
    if (periods) {
      head.add("period");
    }
    head.addAll(List.of("model", "kind", "calls", "input", "cached", "output", "cost"));
    if (logged) {
      head.add("the log says");
    }
    Table table = new Table(head.toArray(String[]::new));
    Iterator<String> costs = costs().iterator();
    for (ModelCost m : v.report().models()) {
      List<String> row = new ArrayList<>();
      if (periods) {
        row.add(m.period().isEmpty() ? "(no time)" : m.period());
      }
      row.addAll(List.of(name(m), kind(m)));
      row.addAll(numbers(m.calls(), m.tokens()));
      row.add(m.usd().isPresent() ? costs.next() : "unpriced");
      if (logged) {
        row.add(m.logged().map(l -> "$" + places(l)).orElse(""));
      }
      table.row(row.toArray(String[]::new));
    }
    sums(table, head, costs);
    out.append(markdown ? table.markdown() : table.text());
  }

  private void sums(Table table, List<String> head, Iterator<String> costs) {
    for (Map.Entry<Part, Sum> part : v.report().sums().entrySet()) {
      Sum sum = part.getValue();
      if (sum.models() == 0) {
        continue;
      }
      List<String> row = new ArrayList<>();
      row.add(
          switch (part.getKey()) {
            case FINE_TUNED -> "all fine-tuned";
            case BASE -> "all base";
            case UNPRICED -> "all unpriced";
          });
      while (row.size() < head.indexOf("calls")) {
        row.add("");
      }
      row.addAll(numbers(sum.calls(), sum.tokens()));
      row.add(part.getKey() == Part.UNPRICED ? "not known" : costs.next());
      while (row.size() < head.size()) {
        row.add("");
      }
      table.row(row.toArray(String[]::new));
    }
  }

  /** Costs of priced models, then of the two sums, that add up as they are shown. */
  private List<String> costs() {
    List<String> shown = new ArrayList<>();
    List<String> below = new ArrayList<>();
    Map<Part, List<BigDecimal>> parts = new java.util.EnumMap<>(Part.class);
    for (Part part : List.of(Part.FINE_TUNED, Part.BASE)) {
      List<BigDecimal> exact =
          v.report().models().stream()
              .filter(m -> CostReport.part(m) == part)
              .map(m -> m.usd().orElse(Money.ZERO).amount())
              .toList();
      Money sum = v.report().sums().getOrDefault(part, Sum.NONE).usd();
      BigDecimal total = sum.amount().setScale(scale(), RoundingMode.HALF_UP);
      parts.put(part, new ArrayList<>(Rounded.parts(exact, total, scale())));
      if (!exact.isEmpty()) {
        below.add(dollars(sum, total));
      }
    }
    for (ModelCost m : v.report().models()) {
      if (m.usd().isPresent()) {
        List<BigDecimal> rest = parts.getOrDefault(CostReport.part(m), List.of());
        shown.add(dollars(m.usd().get(), rest.removeFirst()));
      }
    }
    shown.addAll(below);
    return shown;
  }

  private int scale() {
    Map<Part, Sum> sums = v.report().sums();
    BigDecimal all =
        Arrays.stream(Part.values())
            .map(p -> sums.getOrDefault(p, Sum.NONE).usd().amount())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return all.compareTo(LARGE) >= 0 ? CENTS : FINE;
  }

  /** What costs something is never shown as nothing. */
  private static String dollars(Money exact, BigDecimal rounded) {
    boolean hidden = rounded.signum() == 0 && !exact.zero();
    return hidden ? "<$" + BigDecimal.ONE.movePointLeft(rounded.scale()) : "$" + grouped(rounded);
  }

  private String places(BigDecimal amount) {
    return grouped(amount.setScale(scale(), RoundingMode.HALF_UP));
  }

  private static String grouped(BigDecimal amount) {
    return Text.of("%,." + amount.scale() + "f", amount);
  }

  /** The provider is named where two answered to one name. */
  private String name(ModelCost m) {
    String name = m.model().isEmpty() ? "(not named)" : m.model();
    boolean two =
        v.report().models().stream()
            .anyMatch(o -> o.model().equals(m.model()) && !o.provider().equals(m.provider()));
    return two && !m.provider().isEmpty() ? name + " (" + m.provider() + ")" : name;
  }

  private String tiered(ModelCost m) {
    return m.tier().equals(CallKey.STANDARD) ? name(m) : name(m) + ", " + m.tier();
  }

  private static String kind(ModelCost m) {
    String kind = m.fineTuned() ? "fine-tuned" : "base";
    return m.tier().equals(CallKey.STANDARD) ? kind : kind + ", " + m.tier();
  }

  private static List<String> numbers(long calls, Tokens t) {
    return List.of(
        Text.of("%,d", calls),
        Text.of("%,d", t.input()),
        Text.of("%,d", t.cached()),
        Text.of("%,d", t.output()));
  }

  private void unpriced() {
    Set<String> lines = new LinkedHashSet<>();
    for (ModelCost m : v.report().models()) {
      switch (m.cost()) {
        case ModelCost.Cost.Unpriced u -> lines.add(tiered(m) + ": " + u.reason());
        case ModelCost.Cost.Priced p when !p.note().isEmpty() ->
            lines.add(tiered(m) + ": " + p.note());
        case ModelCost.Cost.Priced p -> {}
      }
    }
    if (!lines.isEmpty()) {
      out.append(v.report().models().isEmpty() ? "" : "\n");
      lines.forEach(l -> out.append(markdown ? "- " : "").append(l).append('\n'));
    }
  }

  private void billed() {
    Production p = v.production();
    if (p.bills().isEmpty()) {
      return;
    }
    out.append(v.report().models().isEmpty() ? "" : "\n");
    Table table = new Table("billed", p.currency());
    UsageTree.items(p)
        .forEach((item, amount) -> table.row(item.isEmpty() ? "(not told)" : item, exact(amount)));
    table.row("all fine-tuned", exact(p.billed(Bill::fineTuned)));
    table.row("all base", exact(p.billed(b -> !b.fineTuned() && !b.model().isEmpty())));
    table.row("all other", exact(p.billed(b -> b.model().isEmpty())));
    out.append(markdown ? table.markdown() : table.text());
  }

  private static String exact(Money amount) {
    BigDecimal plain = amount.amount().stripTrailingZeros();
    return grouped(plain.setScale(Math.max(CENTS, plain.scale())));
  }

  /** What the reader of the sums must know beside them. */
  static List<String> remarks(UsageView v) {
    List<String> all = new ArrayList<>();
    Production p = v.production();
    Production.Remarks r = p.remarks();
    r.cut()
        .forEach(c ->
            all.add(c.place() + " ends in the middle of a row, which is not counted: " + c.rule()));
    if (r.bad() > 0) {
      all.add(Text.of("not counted, rows that cannot be used: %,d", r.bad()));
      r.faults().forEach(f -> all.add("  " + f));
    }
    for (Left why : Left.values()) {
      long many = p.left().getOrDefault(why, 0L);
      if (many > 0) {
        String where = why == Left.NO_USAGE ? places(r.noUsage(), many) : "";
        all.add(Text.of("not counted, %s: %,d%s", why.words(), many, where));
      }
    }
    if (v.undated() > 0) {
      all.add(Text.of("not counted, calls whose time the log does not tell: %,d", v.undated()));
    }
    r.more()
        .forEach(m ->
            all.add(m + " says that there are more pages (has_more); give the later ones, too"));
    return all;
  }

  private static String places(List<Problem> some, long many) {
    String first =
        some.stream()
            .map(f -> f.place().file() + ":" + f.place().line())
            .collect(Collectors.joining(", "));
    return " (" + first + (many > some.size() ? ", ..." : "") + ")";
  }
}
