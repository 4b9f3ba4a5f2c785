package dev.tuneplan.cli;

import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.pricing.PriceBook;
import dev.tuneplan.stack.StackCatalogue;
import java.nio.file.Path;
import java.util.List;

/** Where catalogues are: the project's folders, then the user's, which win. */
record Home(Path shipped, Path user) {
  static Home standard() {
    String config = System.getenv("XDG_CONFIG_HOME");
    Path base =
        config == null || config.isBlank()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(config);
    return new Home(Path.of(System.getProperty("tuneplan.home", ".")), base.resolve("tuneplan"));
  }

  private List<Path> folders(String name) {
    return List.of(shipped.resolve(name), user.resolve(name));
  }

  GpuCatalogue gpus() {
    return new GpuCatalogue(folders("gpu-profiles"));
  }

  ModelCatalogue models() {
    return new ModelCatalogue(folders("model-profiles"));
  }

  StackCatalogue stacks() {
    return new StackCatalogue(folders("stack-profiles"));
  }

  PriceBook prices() {
    return PriceBook.read(
        folders("gpu-profiles").stream().map(p -> p.resolve("offers.csv")).toList());
  }
}
