package dev.tuneplan.cli;

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
    name = "search",
    description = "Search ids, model types, licences and notes.",
    mixinStandardHelpOptions = true)
final class ModelsSearch implements Callable<Integer> {
  @Parameters(paramLabel = "TEXT", description = "a part of any of them, in any case")
  private String text = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    ModelCatalogue catalogue = Home.standard().models();
    List<ModelShape> found =
        ModelText.all(catalogue).stream()
            .filter(m -> {
              var origin = catalogue.origin(m.id());
              return Matches.in(
                  String.join(
                      "\n",
                      m.id(),
                      m.modelType(),
                      origin.flatMap(o -> o.licence()).orElse(""),
                      origin.flatMap(o -> o.notes()).orElse("")),
                  text);
            })
            .toList();
    if (found.isEmpty()) {
      Matches.none(command, "model", text, catalogue.ids());
    }
    Main.print(command, ModelText.list(output.form(), found));
    return ExitCode.OK.code;
  }
}
