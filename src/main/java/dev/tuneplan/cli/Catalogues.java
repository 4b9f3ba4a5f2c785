package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that show what the catalogues hold. */
final class Catalogues {
  private Catalogues() {}

  private static boolean matches(String id, String search) {
    return id.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
  }

  @Command(name = "gpus", description = "List known GPUs.", mixinStandardHelpOptions = true)
  static final class Gpus implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "part of an id")
    private String search = "";

    @Option(
        names = {"-o", "--output"},
        defaultValue = "table",
        description = "${COMPLETION-CANDIDATES} (default: table)")
    private Output output = Output.table;

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() {
      GpuCatalogue catalogue = Home.standard().gpus();
      List<GpuProfile> found =
          catalogue.ids().stream()
              .filter(id -> matches(id, search.equals("list") ? "" : search))
              .map(id -> catalogue.find(id, Place.of(id)))
              .toList();
      Table t = new Table("id", "GiB", "usable", "GB/s", "TFLOP/s", "bf16", "name");
      found.forEach(
          g ->
              t.row(
                  g.id(),
                  Text.of("%.0f", g.nominalGiB()),
                  Text.of("%.1f", g.usableGiB()),
                  Text.of("%.0f", g.bandwidth() / 1e9),
                  Text.of("%.0f", g.flops16() / 1e12),
                  g.bf16() ? "yes" : "no",
                  g.name()));
      Main.print(
          command,
          output.render(
              m -> m ? t.markdown() : t.text(),
              () -> {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put(
                    "gpus",
                    found.stream()
                        .map(
                            g -> {
                              Map<String, Object> one = new LinkedHashMap<>();
                              one.put("id", g.id());
                              one.put("name", g.name());
                              one.put("usableGiB", g.usableGiB());
                              one.put("source", g.source());
                              return one;
                            })
                        .toList());
                return tree;
              }));
      return ExitCode.OK.code;
    }
  }

  @Command(name = "models", description = "List known models.", mixinStandardHelpOptions = true)
  static final class Models implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "part of an id")
    private String search = "";

    @Option(
        names = {"-o", "--output"},
        defaultValue = "table",
        description = "${COMPLETION-CANDIDATES} (default: table)")
    private Output output = Output.table;

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() {
      ModelCatalogue catalogue = Home.standard().models();
      List<ModelShape> found =
          catalogue.ids().stream()
              .filter(id -> matches(id, search.equals("list") ? "" : search))
              .map(id -> catalogue.find(id, Place.of(id)))
              .toList();
      Table t = new Table("id", "parameters", "active", "layers", "hidden", "type");
      found.forEach(
          m ->
              t.row(
                  m.id(),
                  Text.of("%,d", m.parameters()),
                  Text.of("%,d", m.activeParameters()),
                  "" + m.depth(),
                  "" + m.hidden(),
                  m.modelType()));
      Main.print(
          command,
          output.render(
              m -> m ? t.markdown() : t.text(),
              () -> {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put(
                    "models",
                    found.stream()
                        .map(
                            m -> {
                              Map<String, Object> one = new LinkedHashMap<>();
                              one.put("id", m.id());
                              one.put("parameters", m.parameters());
                              one.put("activeParameters", m.activeParameters());
                              return one;
                            })
                        .toList());
                return tree;
              }));
      return ExitCode.OK.code;
    }
  }
}
