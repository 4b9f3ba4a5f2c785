package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
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
    description = "List models, all of them or those whose id holds a text.",
    mixinStandardHelpOptions = true)
final class ModelsList implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "TEXT", description = "a part of an id")
  private String text = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    ModelCatalogue catalogue = Home.standard().models();
    List<ModelShape> found =
        catalogue.ids().stream()
            .filter(id -> Matches.in(id, text))
            .map(id -> catalogue.find(id, Place.of(id)))
            .toList();
    if (found.isEmpty()) {
      Matches.none(command, "model id", text, catalogue.ids());
    }
    Main.print(command, ModelText.list(output.form(), found));
    return ExitCode.OK.code;
  }
}
