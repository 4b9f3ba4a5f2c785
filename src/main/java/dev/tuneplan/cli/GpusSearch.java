package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.gpu.GpuSheet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "search",
    description = "Search ids, names, vendors, architectures, node labels and notes.",
    mixinStandardHelpOptions = true)
final class GpusSearch implements Callable<Integer> {
  @Parameters(paramLabel = "TEXT", description = "a part of any of them, in any case")
  private String text = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    GpuCatalogue catalogue = Home.standard().gpus();
    List<GpuProfile> found =
        GpuText.all(catalogue).stream()
            .filter(g -> matches(g, catalogue.sheet(g.id(), Place.of(g.id()))))
            .toList();
    if (found.isEmpty()) {
      Matches.none(command, "GPU", text, catalogue.ids());
    }
    Main.print(command, GpuText.list(output.form(), found));
    return ExitCode.OK.code;
  }

  private boolean matches(GpuProfile g, GpuSheet sheet) {
    return Matches.in(
        String.join(
            "\n",
            g.id(),
            g.name(),
            g.architecture(),
            String.join("\n", g.productLabels()),
            sheet.vendor().orElse(""),
            sheet.notes().orElse("")),
        text);
  }
}
