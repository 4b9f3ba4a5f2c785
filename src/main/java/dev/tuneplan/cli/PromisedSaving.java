package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Money;
import dev.tuneplan.base.Place;
import dev.tuneplan.economics.Bill;
import dev.tuneplan.economics.BreakEven;
import dev.tuneplan.economics.Weighed;
import dev.tuneplan.economics.Weighing;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.managed.TokenCount;
import dev.tuneplan.usage.CallKey;
import dev.tuneplan.usage.CostReport;
import dev.tuneplan.usage.ModelCost;
import dev.tuneplan.usage.Production;
import dev.tuneplan.usage.Saving;
import dev.tuneplan.usage.Sum;
import dev.tuneplan.usage.Tokens;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds what logs show to what a spec's traffic promised, for the model that was fine-tuned. */
final class PromisedSaving {
  private static final Pattern PATH = Pattern.compile("fine-tune (\\S+) at .*");
  private static final Pattern DATE = Pattern.compile("-(20\\d\\d-\\d\\d-\\d\\d|\\d{4})");
  private static final BigDecimal MONTH = BigDecimal.valueOf(30);

  private final Path file;
  private final Production production;
  private final List<ModelCost> tuned;

  private PromisedSaving(Path file, Production production, CostReport report) {
    this.file = file;
    this.production = production;
    this.tuned =
        report.models().stream().filter(m -> m.fineTuned() && m.usd().isPresent()).toList();
  }

  /**
   * Of the managed path whose model has most calls in the logs.
   *
   * @param file a run spec with traffic, or a saved plan of one
   * @throws InvalidInput when the spec promises nothing, or the logs have none of its models
   */
  static Saving of(Path file, Production production, CostReport report, DataCounting counting) {
    Weighing w = Weigher.weigh(Home.standard(), spec(file), counting, Optional.empty());
    return new PromisedSaving(file, production, report).saving(w);
  }

  private static Node spec(Path file) {
    Node root = YamlFiles.read(file);
    return root instanceof Node.Mapping m && m.entries().get("spec") instanceof Node.Mapping spec
        ? spec
        : root;
  }

  private Saving saving(Weighing w) {
    List<Weighed> paths =
        w.paths().stream()
            .filter(p -> p.kind() == Weighed.Kind.MANAGED && p.figures().isPresent())
            .toList();
    Weighed path =
        paths.stream()
            .filter(p -> calls(p) > 0)
            .max(Comparator.comparingLong(this::calls))
            .orElseThrow(() -> nothing(paths));
    BreakEven figures = path.figures().orElseThrow();
    List<ModelCost> those = those(path);
    Sum sum = sum(those);
    TokenCount after = figures.traffic().after();
    BigDecimal keep = call(figures.keep(), w.traffic().before());
    BigDecimal fixed = figures.path().fixedDay().multiply(MONTH).add(figures.path().month());
    Optional<Integer> days = days(those);
    return new Saving(
        path.name(),
        new Saving.Side(
            Optional.of(figures.traffic().callsPerDay()),
            new Saving.PerCall(after.input(), after.cached(), after.output()),
            call(figures.path(), after),
            keep,
            fixed),
        new Saving.Side(
            days.map(d -> per(BigDecimal.valueOf(sum.calls()), d)),
            Saving.PerCall.of(sum.tokens(), sum.calls()),
            per(sum.usd().amount(), sum.calls()),
            keep,
            fixed),
        figures.upfront().total(),
        days);
  }

  private InvalidInput nothing(List<Weighed> paths) {
    String weighed =
        paths.isEmpty()
            ? "no managed path of it has a price"
            : paths.stream().map(Weighed::name).collect(Collectors.joining(", "));
    String have =
        tuned.isEmpty()
            ? "no fine-tuned model with a price"
            : tuned.stream().map(m -> m.model()).distinct().collect(Collectors.joining(", "));
    return new InvalidInput(
        Place.of(file.toString()),
        "traffic",
        "promises nothing for the models in the logs: weighed are "
            + weighed
            + "; the logs have "
            + have
            + "; name the base model in traffic.fineTune");
  }

  private List<ModelCost> those(Weighed path) {
    Matcher named = PATH.matcher(path.name());
    return named.matches()
        ? tuned.stream()
            .filter(m -> m.base().filter(b -> same(b, named.group(1))).isPresent())
            .toList()
        : List.of();
  }

  private long calls(Weighed path) {
    return those(path).stream().mapToLong(ModelCost::calls).sum();
  }

  /** Whether two names are of one model: the same, or one with the date of a snapshot. */
  private static boolean same(String a, String b) {
    String one = a.toLowerCase(java.util.Locale.ROOT);
    String other = b.toLowerCase(java.util.Locale.ROOT);
    String longer = one.length() >= other.length() ? one : other;
    String shorter = one.length() >= other.length() ? other : one;
    return longer.startsWith(shorter)
        && (longer.length() == shorter.length()
            || DATE.matcher(longer.substring(shorter.length())).matches());
  }

  private static Sum sum(List<ModelCost> those) {
    long calls = those.stream().mapToLong(ModelCost::calls).sum();
    Tokens tokens = those.stream().map(ModelCost::tokens).reduce(Tokens.NONE, Tokens::plus);
    Money usd = Money.sum(those.stream().flatMap(m -> m.usd().stream()).toList());
    return new Sum(those.size(), calls, tokens, usd);
  }

  private Optional<Integer> days(List<ModelCost> those) {
    Set<String> names = those.stream().map(ModelCost::model).collect(Collectors.toSet());
    IntSummaryStatistics told =
        production.calls().keySet().stream()
            .filter(k -> names.contains(k.model()) && k.day() != CallKey.NO_DAY)
            .mapToInt(CallKey::day)
            .summaryStatistics();
    return told.getCount() == 0 ? Optional.empty() : Optional.of(told.getMax() - told.getMin() + 1);
  }

  /**
   * What tokens of a call cost; machines by the hour have no such price, and what they cost is
   * fixed.
   */
  private static BigDecimal call(Bill bill, TokenCount call) {
    return bill instanceof Bill.Tokens t ? t.rates().cost(call).amount() : BigDecimal.ZERO;
  }

  private static BigDecimal per(BigDecimal all, long many) {
    return all.divide(BigDecimal.valueOf(many), MathContext.DECIMAL128);
  }
}
