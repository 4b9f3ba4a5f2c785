package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.dataset.BadRowLimit;
import dev.tuneplan.usage.CallKey;
import dev.tuneplan.usage.CostReport;
import dev.tuneplan.usage.Production;
import dev.tuneplan.usage.Saving;
import dev.tuneplan.usage.Tally;
import dev.tuneplan.usage.read.Logs;
import dev.tuneplan.usage.read.ReadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "usage",
    description = {
      "What fine-tuned and base models cost in production, told from logs.",
      "Read are OpenAI's usage and costs pages, files of responses, LiteLLM's spend",
      "logs, exports of Helicone and Langfuse; JSON, JSONL or CSV, told by what is in",
      "them, also .gz."
    },
    footer = {
      "",
      "What has no known price is listed with the reason, and is in no sum.",
      "",
      "Examples:",
      "  tuneplan usage usage-2026-10.json responses/",
      "  zcat logs/*.gz | tuneplan usage - --by month -o json",
      "  tuneplan usage spend.csv --deployment support=gpt-4.1.ft-0e208cf3",
      "  tuneplan usage logs/ --promised examples/replace-gpt-4o.yaml"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class UsageCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 4;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "logs, folders of logs, or - for standard input")
  private List<String> files = new ArrayList<>();

  /** How calls are put together. */
  enum By {
    day,
    month
  }

  @Option(names = "--by", paramLabel = "day|month", description = "sums of each, in UTC")
  private @Nullable By by;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "the first day or month that counts, such as 2026-10-01 or 2026-10")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "DATE", description = "the last one")
  private @Nullable String to;

  @Option(
      names = "--deployment",
      paramLabel = "NAME=MODEL",
      description = "which model is behind a name in the logs, such as an Azure deployment's")
  private List<String> deployments = new ArrayList<>();

  @Option(
      names = "--deployments",
      paramLabel = "FILE",
      description = "a YAML or JSON file of them, NAME: MODEL")
  private @Nullable Path deploymentFile;

  @Option(
      names = "--promised",
      paramLabel = "SPEC",
      description = "a run spec with traffic, or a saved plan: what it promised, beside what is")
  private @Nullable Path promised;

  @Option(
      names = "--budgets",
      description = {
        "hold it to the budgets for usage, tuned, model and base ('tuneplan budget set"
            + " usage=production 500'); who is to be told is told once, exit code 3 when over"
      })
  private boolean budgets;

  @Option(
      names = "--max-bad-rows",
      paramLabel = "SHARE",
      defaultValue = "1%",
      description = "share or number of rows that may be unusable (default: 1%%)")
  private String badRows = "1%";

  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    BadRowLimit limit = BadRowLimit.parse(badRows);
    int first = from == null ? Integer.MIN_VALUE : day("--from", from, false);
    int last = to == null ? Integer.MAX_VALUE : day("--to", to, true);
    Map<String, String> behind = Deployments.of(deployments, deploymentFile);
    int processors = Runtime.getRuntime().availableProcessors();
    Logs logs = new Logs(System.in, Math.clamp(processors, 1, MOST_THREADS));
    Map<String, Tally> read = new LinkedHashMap<>();
    for (ReadLog log : logs.read(files)) {
      read.merge(log.name(), log.tally(), (a, b) -> a);
    }
    Production all = Production.of(read);
    all.refuse(limit::exceededBy, limit.words());
    boolean some = from != null || to != null;
    Production counted =
        some ? all.within(d -> d != CallKey.NO_DAY && d >= first && d <= last) : all;
    CostReport report =
        CostReport.of(counted.calls(), grouping(), behind, Home.standard().modelRates());
    Optional<Saving> saving = saving(counted, report);
    Optional<ProductionBudgets> held = held(counted, behind);
    UsageView view =
        new UsageView(read.size(), counted, report, some ? all.undated() : 0, saving, held);
    Main.print(command, output.form().render(m -> UsageText.of(view, m), () -> UsageTree.of(view)));
    logs.leftOut().forEach(l -> Main.note(command, "tuneplan: " + l));
    UsageText.remarks(view).forEach(r -> Main.note(command, "tuneplan: " + r));
    held.ifPresent(h -> h.lines().forEach(l -> Main.note(command, "tuneplan: " + l)));
    return held.map(ProductionBudgets::exit).orElse(ExitCode.OK).code;
  }

  private Optional<ProductionBudgets> held(Production counted, Map<String, String> behind)
      throws IOException, InterruptedException {
    if (!budgets) {
      return Optional.empty();
    }
    CostReport days =
        CostReport.of(counted.calls(), CostReport.By.DAY, behind, Home.standard().modelRates());
    return Optional.of(ProductionBudgets.hold(days, command));
  }

  private Optional<Saving> saving(Production counted, CostReport report) {
    if (promised == null) {
      return Optional.empty();
    }
    try (ConsoleProgress progress = ConsoleProgress.ofBytes()) {
      return Optional.of(PromisedSaving.of(promised, counted, report, DataCounting.kept(progress)));
    }
  }

  private CostReport.By grouping() {
    return by == null ? CostReport.By.ALL : by == By.day ? CostReport.By.DAY : CostReport.By.MONTH;
  }

  private static int day(String option, String text, boolean end) {
    try {
      LocalDate date;
      if (text.length() == "2026-10".length()) {
        YearMonth month = YearMonth.parse(text);
        date = end ? month.atEndOfMonth() : month.atDay(1);
      } else {
        date = LocalDate.parse(text);
      }
      return Math.toIntExact(date.toEpochDay());
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new InvalidInput(
          Place.of(option),
          "",
          "must be a day such as 2026-10-01 or a month such as 2026-10 (was '" + text + "')");
    }
  }
}
