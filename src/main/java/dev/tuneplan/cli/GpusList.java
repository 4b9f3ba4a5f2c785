package dev.tuneplan.cli;

import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "List GPUs, all of them or those whose id holds a text.",
    mixinStandardHelpOptions = true)
final class GpusList implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "TEXT", description = "a part of an id")
  private String text = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    GpuCatalogue catalogue = Home.standard().gpus();
    List<GpuProfile> found =
        GpuText.all(catalogue).stream().filter(g -> Matches.in(g.id(), text)).toList();
    if (found.isEmpty()) {
      Matches.none(command, "GPU id", text, catalogue.ids());
    }
    Main.print(command, GpuText.list(output.form(), found));
    return ExitCode.OK.code;
  }
}
