package dev.tuneplan.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "models",
    description = "List, show and search known models.",
    mixinStandardHelpOptions = true,
    subcommands = {ModelsList.class, ModelsShow.class, ModelsSearch.class},
    footer = {
      "",
      "Without a command it lists.",
      "Your own: ~/.config/tuneplan/model-profiles/ORG--NAME.yaml"
    })
final class ModelsCommand implements Callable<Integer> {
  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Main.print(command, ModelText.list(output.form(), ModelText.all(Home.standard().models())));
    return ExitCode.OK.code;
  }
}
