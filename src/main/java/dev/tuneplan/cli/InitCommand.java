package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.spec.SpecReader;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = {
      "Write a commented run spec to begin with.",
      "Asks for what is not given where a terminal is there to answer; --yes takes the defaults."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "tuneplan.yaml",
      description = "default: tuneplan.yaml; '-' prints it")
  private Path file = Path.of("tuneplan.yaml");

  @Option(names = "--model", description = "default: meta-llama/Llama-3.1-8B")
  private @Nullable String model;

  @Option(names = "--method", description = "full, lora or qlora (default: qlora)")
  private @Nullable String method;

  @Option(names = "--examples", description = "default: 1000")
  private @Nullable String examples;

  @Option(names = "--tokens-per-example", description = "default: 500")
  private @Nullable String tokens;

  @Option(
      names = {"-y", "--yes"},
      description = "ask nothing")
  private boolean yes;

  @Option(names = "--force", description = "overwrite the file")
  private boolean force;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Console console = System.console();
    boolean asks = !yes && console != null && console.isTerminal() && !file.toString().equals("-");
    Questions questions = new Questions(asks ? console : null);
    String chosen =
        questions.ask("Model (id, config.json or folder)", model, "meta-llama/Llama-3.1-8B");
    Home.standard().models().find(chosen, Place.of("--model"));
    String text =
        TEMPLATE.formatted(
            chosen,
            questions.ask("Method (full, lora, qlora)", method, "qlora"),
            questions.ask("Examples in the data", examples, "1000"),
            questions.ask("Tokens of an example, on average", tokens, "500"));
    SpecReader.read(YamlFiles.parse("answers", text));
    if (file.toString().equals("-")) {
      Main.print(command, text);
      return ExitCode.OK.code;
    }
    if (Files.exists(file) && !force) {
      throw new InvalidInput(
          Place.of(file.toString()), "", "is there already; --force overwrites it");
    }
    Files.writeString(file, text);
    Main.print(command, "Wrote " + file + "; next: tuneplan plan " + file + "\n");
    return ExitCode.OK.code;
  }

  /** Asks on a terminal for what was not given; without one, the defaults are taken. */
  private record Questions(@Nullable Console console) {
    String ask(String question, @Nullable String given, String fallback) {
      if (given != null || console == null) {
        return given == null ? fallback : given;
      }
      String answer = console.readLine("%s [%s]: ", question, fallback);
      return answer == null || answer.isBlank() ? fallback : answer.strip();
    }
  }

  private static final String TEMPLATE =
      """
      apiVersion: tuneplan/v1
      kind: FineTune
      metadata: {name: my-run}
      model: %s                # a catalogue id, a config.json, or a model folder
      method: {type: %s}                   # full, lora or qlora; rank, alpha, targets, ...
      data: {examples: %s, tokensPerExample: %s}   # or tokens, or histogram: [{examples: 10, tokens: 300}]
      training: {epochs: 3, sequenceLength: 2048, packing: true, globalBatch: 16}
      trainer: trl                         # a stack profile
      hardware: {gpus: [a10g, l40s, h100-sxm5-80gb], maxGpus: 8, spot: never}
      # prices: {providers: [aws, lambda], regions: [us-east-1]}
      # budget: {usd: 50, hours: 12}
      experiments: 4                       # most projects need 3 to 5 tries
      # Does it pay at all? tuneplan breakeven and tuneplan advise say so with what the model is used for (docs/economics.md).
      # traffic: {callsPerDay: 50000, inputTokens: 1800, outputTokens: 250, inputTokensAfter: 700, currentModel: gpt-4o, fineTune: [gpt-4o-mini]}
      # For a launch: where the data is, how weights are moved, and where the job runs (docs/kubernetes.md).
      # data: {train: data/train.jsonl, format: chat}   # in place of its size: it is counted
      # training: {..., learningRate: 0.0002, scheduler: cosine, warmup: 0.03, saveSteps: 100, seed: 42}
      # command: [python, train.py]        # any program, in place of the trainer's own
      # kubernetes: {namespace: ml, queue: gpus, volumes: {runs: CLAIM, cache: CLAIM, data: CLAIM}, secrets: {HF_TOKEN: hub/token}}
      """;
}
