package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
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
    description = "Write a commented run spec to begin with.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "tuneplan.yaml",
      description = "default: tuneplan.yaml; '-' prints it")
  private Path file = Path.of("tuneplan.yaml");

  @Option(names = "--model", defaultValue = "meta-llama/Llama-3.1-8B", description = "model id")
  private String model = "";

  @Option(names = "--force", description = "overwrite the file")
  private boolean force;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Home.standard().models().find(model, Place.of("command line"));
    String text = TEMPLATE.formatted(model);
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

  private static final String TEMPLATE =
      """
      apiVersion: tuneplan/v1
      kind: FineTune
      metadata: {name: my-run}
      model: %s                # a catalogue id, a config.json, or a model folder
      method: {type: qlora, rank: 16}      # full, lora or qlora
      data: {examples: 1000, tokensPerExample: 500}
      training: {epochs: 3, sequenceLength: 2048, packing: true, globalBatch: 16}
      trainer: trl                         # a stack profile
      hardware: {gpus: [a10g, l40s, h100-sxm5-80gb], maxGpus: 8, spot: never}
      # prices: {providers: [aws, lambda], regions: [us-east-1]}
      # budget: {usd: 50, hours: 12}
      experiments: 4                       # most projects need 3 to 5 tries
      """;
}
