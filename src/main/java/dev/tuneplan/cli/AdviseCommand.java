package dev.tuneplan.cli;

import dev.tuneplan.economics.Advice;
import dev.tuneplan.economics.Alternative;
import dev.tuneplan.economics.Answer;
import dev.tuneplan.economics.Question;
import dev.tuneplan.economics.Weighing;
import dev.tuneplan.files.Node;
import dev.tuneplan.plan.Workload;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.SpecReader;
import java.io.Console;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumMap;
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
    name = "advise",
    description = {
      "Say whether to fine-tune at all.",
      "Five questions, the alternatives with this spec's own numbers, and a verdict with its"
          + " reasons.",
      "What the spec does not answer is asked on a terminal; elsewhere give the options below."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan advise examples/support-bot-traffic.yaml",
      "  tuneplan advise run.yaml --prompt-optimised yes --cheaper-tried no --gap-measured yes",
      "",
      "An answer that nobody gave is \"unknown\", and the verdict says so. docs/economics.md"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class AdviseCommand implements Callable<Integer> {
  private static final int USUAL_HOURLY_USD = 100;

  /** Words of the answers. */
  enum Word {
    yes,
    no;
  }

  @Parameters(arity = "0..1", paramLabel = "SPEC", description = "run spec, best with traffic")
  private @Nullable Path file;

  @Option(
      names = "--prompt-optimised",
      paramLabel = "yes|no",
      description = "prompts were worked on first, and that was not enough")
  private @Nullable Word prompt;

  @Option(
      names = "--cheaper-tried",
      paramLabel = "yes|no",
      description = "a cheaper base model was tried, and was not enough")
  private @Nullable Word cheaper;

  @Option(
      names = "--gap-measured",
      paramLabel = "yes|no",
      description = "an evaluation set says how far the present model falls short")
  private @Nullable Word gap;

  @Option(
      names = "--good-examples",
      paramLabel = "yes|no",
      description = "200 or more examples are good ones (default: by the spec's data)")
  private @Nullable Word examples;

  @Option(
      names = "--task",
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES}: what is taught, for the least number of examples")
  private Advice.Task task = Advice.Task.UNKNOWN;

  @Option(
      names = {"-y", "--yes"},
      description = "ask nothing")
  private boolean silent;

  @Mixin private TrafficOptions traffic = new TrafficOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private HardwareOptions hardware = new HardwareOptions();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Node tree = BreakevenCommand.tree(file, run, hardware, traffic);
    RunSpec spec = SpecReader.read(tree);
    Home home = Home.standard();
    Optional<Weighing> weighing = Optional.empty();
    double count;
    double tokens;
    try (ConsoleProgress progress = ConsoleProgress.ofBytes()) {
      DataCounting counting = DataCounting.kept(progress);
      List<Workload.Bin> bins = ManagedJob.bins(spec, counting);
      count = bins.stream().mapToDouble(Workload.Bin::examples).sum();
      tokens = bins.stream().mapToDouble(b -> b.examples() * b.tokens()).sum();
      if (spec.traffic().isPresent()) {
        weighing = Optional.of(Weigher.weigh(home, tree, counting, Optional.empty()));
      }
    }
    Advice advice = Advice.of(spec.name(), weighing, (long) count, task, answers(count));
    BigDecimal rate =
        weighing.map(w -> w.people().rate()).orElse(BigDecimal.valueOf(USUAL_HOURLY_USD));
    AdviseText text =
        new AdviseText(
            advice, Alternative.of(weighing, BigDecimal.valueOf(Math.round(tokens / count))), rate);
    Main.print(command, output.form().render(text::text, text::tree));
    return ExitCode.OK.code;
  }

  private Map<Question, Answer> answers(double count) {
    Map<Question, Answer> given = new EnumMap<>(Question.class);
    put(given, Question.PROMPTS_OPTIMISED, prompt);
    put(given, Question.CHEAPER_MODEL_TRIED, cheaper);
    put(given, Question.GAP_MEASURED, gap);
    put(given, Question.GOOD_EXAMPLES, examples);
    Console console = System.console();
    return silent || console == null || !console.isTerminal()
        ? given
        : AdviseQuestions.ask(given, (long) count, q -> console.readLine("%s", q));
  }

  private static void put(Map<Question, Answer> given, Question q, @Nullable Word word) {
    if (word != null) {
      given.put(q, word == Word.yes ? Answer.YES : Answer.NO);
    }
  }
}
