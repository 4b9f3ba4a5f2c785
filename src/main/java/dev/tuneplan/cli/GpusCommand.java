package dev.tuneplan.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "gpus",
    description = "List, show and search known GPUs.",
    mixinStandardHelpOptions = true,
    subcommands = {GpusList.class, GpusShow.class, GpusSearch.class},
    footer = {"", "Without a command it lists. Your own: ~/.config/tuneplan/gpu-profiles/ID.yaml"})
final class GpusCommand implements Callable<Integer> {
  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Main.print(command, GpuText.list(output.form(), GpuText.all(Home.standard().gpus())));
    return ExitCode.OK.code;
  }
}
