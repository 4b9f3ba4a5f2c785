package dev.tuneplan.cli;

import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.plan.Candidate;
import dev.tuneplan.spec.SpecReader;
import dev.tuneplan.tokens.Progress;
import dev.tuneplan.trainer.TrainerFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    description = {
      "Say what changed between two run specs or saved plans, and what each change costs.",
      "Changes are made one after the other, in the order of B; their costs add up to the total.",
      "Trainers' own configs are taken too. Options hold for both."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "run spec, saved plan or trainer's config")
  private Path a = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "B",
      description = "run spec, saved plan or trainer's config")
  private Path b = Path.of("");

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Output output = Output.table;

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private HardwareOptions hardware = new HardwareOptions();
  @Spec private @Nullable CommandSpec command;

  /** One of the two, with what became of its keys where it is a trainer's. */
  private record Side(Node tree, Optional<TrainerRun> trainer) {}

  @Override
  public Integer call() {
    Home home = Home.standard();
    Side left = side(a);
    Side right = side(b);
    Comparison c =
        Comparison.of(
            left.tree,
            right.tree,
            tree -> Planning.of(home, tree, DataCounting.kept(Progress.NONE)));
    Main.print(
        command,
        output.render(
            m -> text(c, m) + doubts(left, m) + doubts(right, m), () -> tree(c, left, right)));
    return ExitCode.OK.code;
  }

  private Side side(Path path) {
    Node root = SpecReader.open(path);
    if (TrainerFiles.isTrainers(root)) {
      TrainerRun files = TrainerRun.plan(TrainerFiles.read(List.of(path)), run, hardware);
      return new Side(files.spec().tree(), Optional.of(files));
    }
    Leaves given = Leaves.of(root);
    Leaves all = hardware.over(run.over(given));
    return new Side(all.values().equals(given.values()) ? root : all.tree(), Optional.empty());
  }

  private static String doubts(Side side, boolean markdown) {
    return side.trainer.map(t -> FromText.doubts(t, markdown)).orElse("");
  }

  private static Map<String, Object> tree(Comparison c, Side left, Side right) {
    Map<String, Object> tree = tree(c);
    left.trainer.ifPresent(t -> tree.put("keysOfA", FromText.tree(t)));
    right.trainer.ifPresent(t -> tree.put("keysOfB", FromText.tree(t)));
    return tree;
  }

  private static final Function<Candidate, Double> USD =
      c -> c.usd().map(Range::p50).orElse(Double.NaN);
  private static final Function<Candidate, Double> HOURS = c -> c.hours().p50();
  private static final Function<Candidate, Double> MEMORY =
      c -> c.estimate().memory().deviceBytes() / Text.GIB;

  private static String text(Comparison c, boolean markdown) {
    Table t = new Table("change", "cost", "by", "time", "by (h)", "GiB/GPU", "by", "recommended");
    row(t, "A " + c.from().spec().name(), c.from(), c.from());
    IntStream.range(0, c.steps().size())
        .forEach(i ->
            row(t, changes(c.steps().get(i).changes()), c.before(i), c.steps().get(i).after()));
    row(t, "B " + c.to().spec().name() + " against A", c.from(), c.to());
    String same = c.steps().isEmpty() ? "Nothing that matters to a plan differs.\n" : "";
    return (markdown ? t.markdown() : t.text()) + same;
  }

  private static void row(Table t, String what, Planning before, Planning after) {
    double usd = Comparison.of(after, USD);
    t.row(
        what,
        Double.isNaN(usd) ? "unpriced" : Text.usd(usd),
        before == after ? "" : by("%+.2f", usd - Comparison.of(before, USD)),
        after.plan().recommended().map(r -> Text.hours(r.hours().p50())).orElse("-"),
        before == after
            ? ""
            : by("%+.2f", Comparison.of(after, HOURS) - Comparison.of(before, HOURS)),
        after
            .plan()
            .recommended()
            .map(r -> Text.gib(r.estimate().memory().deviceBytes()))
            .orElse("-"),
        before == after
            ? ""
            : by("%+.1f", Comparison.of(after, MEMORY) - Comparison.of(before, MEMORY)),
        after.plan().recommended().map(CompareCommand::place).orElse("nothing fits"));
  }

  private static String by(String format, double difference) {
    return Double.isNaN(difference) ? "?" : Text.of(format, difference);
  }

  private static String place(Candidate c) {
    Setup s = c.setup();
    return s.gpus() + " x " + s.gpu().id();
  }

  private static String changes(List<Comparison.Change> changes) {
    return changes.stream()
        .map(c ->
            c.key()
                + ": "
                + (c.before().isEmpty() ? "(none)" : c.before())
                + " -> "
                + (c.after().isEmpty() ? "(none)" : c.after()))
        .collect(Collectors.joining("; "));
  }

  private static Map<String, Object> tree(Comparison c) {
    return Tree.of(
        "from", figures(c.from(), c.from()),
        "steps",
            IntStream.range(0, c.steps().size())
                .mapToObj(i ->
                    Tree.of(
                        "changes",
                        c.steps().get(i).changes().stream()
                            .map(x ->
                                Tree.of("key", x.key(), "before", x.before(), "after", x.after()))
                            .toList(),
                        "plan",
                        figures(c.before(i), c.steps().get(i).after())))
                .toList(),
        "to", figures(c.from(), c.to()));
  }

  private static Map<String, Object> figures(Planning before, Planning after) {
    return Tree.of(
        "name", after.spec().name(),
        "usd", Comparison.of(after, USD),
        "usdDifference", Comparison.of(after, USD) - Comparison.of(before, USD),
        "hours", Comparison.of(after, HOURS),
        "hoursDifference", Comparison.of(after, HOURS) - Comparison.of(before, HOURS),
        "memoryGiB", Comparison.of(after, MEMORY),
        "memoryGiBDifference", Comparison.of(after, MEMORY) - Comparison.of(before, MEMORY),
        "recommended",
            after.plan().recommended().<Object>map(PlanTree::candidate).orElse(Output.None.NONE));
  }
}
