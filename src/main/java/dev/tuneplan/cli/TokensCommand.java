package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.tokens.CountStore;
import dev.tuneplan.tokens.TokenStats;
import dev.tuneplan.tokens.TrainerLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "tokens",
    description = {
      "Count the tokens of training data as the trainer would.",
      "Says what a run makes of them: lengths, truncation, packing, padding, steps, and what may"
          + " be wrong with the data.",
      "Reads JSONL, JSON, CSV, TSV, Parquet and text, also .gz and .zst, folders and globs."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan tokens support.jsonl --tokenizer tokenizer.json",
      "  tuneplan tokens data/ --model Qwen/Qwen3-8B --trainer axolotl --seq 4096",
      "  tuneplan tokens qa.csv --field prompt=question --field completion=answer --exact -o json"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class TokensCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "DATA",
      description = "files, folders or globs of examples")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--tokenizer",
      description = {
        "tokenizer.json, the folder that holds one, or one of OpenAI's encodings or models",
        "(default: the model's, if it is on this machine; else an approximation)"
      })
  private @Nullable String tokenizer;

  @Option(names = "--model", description = "model whose tokenizer is looked for on this machine")
  private String model = "";

  @Option(
      names = "--chat-template",
      paramLabel = "FILE",
      description = "Jinja file (default: the tokenizer's own template)")
  private @Nullable String template;

  @Option(
      names = "--format",
      description = "chat, alpaca, completion or text (default: told from the fields)")
  private @Nullable String format;

  @Option(
      names = "--field",
      paramLabel = "USUAL=YOURS",
      description = "a field's name in the data, such as prompt=question; role.bot=assistant")
  private List<String> fields = new ArrayList<>();

  @Option(names = "--eval", paramLabel = "DATA", description = "evaluation data, for overlaps")
  private List<String> eval = new ArrayList<>();

  @Option(
      names = "--loss",
      defaultValue = "answers",
      description = "tokens that carry loss: answers or all (default: answers)")
  private String loss = "answers";

  @ArgGroup private How how = new How();

  /** How many examples are counted. */
  static final class How {
    @Option(names = "--exact", description = "count every example (default: up to 24 MiB)")
    private boolean exact;

    @Option(names = "--sampled", description = "count a sample, with its interval")
    private boolean sampled;
  }

  @Option(
      names = "--max-bad-rows",
      paramLabel = "SHARE",
      defaultValue = "1%",
      description = "share or number of rows that may be unusable (default: 1%%)")
  private String badRows = "1%";

  @Mixin private LayoutOptions layout = new LayoutOptions();

  @Option(names = "--no-cache", description = "count again, and keep nothing")
  private boolean noCache;

  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    TokenStats.Run run = layout.run(0);
    CountStore store = noCache ? CountStore.none() : CountStore.in(Home.countFolder());
    DataCounting.Outcome outcome;
    try (ConsoleProgress progress = ConsoleProgress.ofBytes()) {
      outcome = new DataCounting(store, progress).count(files(), model);
    }
    run = layout.run(outcome.result().counted().added());
    TokensView view =
        new TokensView(data, outcome, run, TokenStats.of(outcome.result().counted(), run));
    Main.print(
        command, output.form().render(m -> TokensText.of(view, m), () -> TokensTree.of(view)));
    return ExitCode.OK.code;
  }

  private RunSpec.DataFiles files() {
    return new RunSpec.DataFiles(
        data,
        eval,
        Optional.ofNullable(tokenizer),
        Optional.ofNullable(template),
        Optional.ofNullable(format).map(f -> word("--format", f, "chat alpaca completion text")),
        fields,
        word("--loss", loss, "answers all"),
        how.exact ? "exact" : how.sampled ? "sampled" : "auto",
        badRows,
        Place.of("--tokenizer"));
  }

  private static String word(String option, String given, String known) {
    List<String> words = List.of(known.split(" "));
    if (!words.contains(given)) {
      throw new InvalidInput(
          Place.of(option),
          "",
          "must be one of "
              + String.join(", ", words)
              + " (was '"
              + given
              + "')"
              + dev.tuneplan.base.Suggestion.clause(given, words));
    }
    return given;
  }

  /** How the trainer lays out what was counted. */
  static final class LayoutOptions {
    @Option(
        names = {"--trainer", "--stack"},
        defaultValue = "trl",
        description = "trl, axolotl, llamafactory, torchtune, ... (default: trl)")
    private String trainer = "trl";

    @Option(
        names = {"--seq", "--sequence-length"},
        defaultValue = "2048",
        description = "tokens of a sequence (default: 2048)")
    private int sequence = 2048;

    @Option(
        names = "--packing",
        defaultValue = "true",
        paramLabel = "BOOL|STRATEGY",
        description = {
          "true, false, or bfd, bfd_split, wrapped, multipack, knapsack, sequential",
          "(default: true, the trainer's own way)"
        })
    private String packing = "true";

    @Option(
        names = "--micro-batch",
        defaultValue = "1",
        description = "sequences of a micro-step on one GPU (default: 1)")
    private int microBatch = 1;

    @Option(
        names = "--global-batch",
        defaultValue = "32",
        description = "sequences of an optimizer step (default: 32)")
    private int globalBatch = 32;

    @Option(names = "--epochs", defaultValue = "3", description = "default: 3")
    private double epochs = 3;

    /** Trainers whose profiles need not be read to know them. */
    private static final Set<String> KNOWN = Set.of("trl", "axolotl", "llamafactory", "torchtune");

    TokenStats.Run run(int added) {
      if (!KNOWN.contains(trainer)) {
        Home.standard().stacks().find(trainer, Place.of("--trainer"));
      }
      need("--seq", sequence >= 2 && sequence <= 10_000_000, "2..10000000", sequence);
      need("--micro-batch", microBatch >= 1 && microBatch <= 100_000, "1..100000", microBatch);
      need(
          "--global-batch",
          globalBatch >= microBatch && globalBatch <= 1_000_000,
          "from --micro-batch to 1000000",
          globalBatch);
      need("--epochs", epochs >= 0.001 && epochs <= 10_000, "0.001..10000", epochs);
      return new TokenStats.Run(
          new TrainerLayout(trainer, sequence, strategy()), microBatch, globalBatch, epochs, added);
    }

    private static void need(String option, boolean fine, String limits, Number given) {
      if (!fine) {
        throw new InvalidInput(Place.of(option), "", "must be " + limits + " (was " + given + ")");
      }
    }

    private Optional<TrainerLayout.Strategy> strategy() {
      return switch (packing) {
        case "true" -> Optional.of(TrainerLayout.Strategy.of(trainer));
        case "false" -> Optional.empty();
        default ->
            Optional.of(
                TrainerLayout.Strategy.valueOf(
                    word(
                            "--packing",
                            packing,
                            "true false bfd bfd_split wrapped multipack knapsack sequential")
                        .toUpperCase(java.util.Locale.ROOT)));
      };
    }
  }
}
