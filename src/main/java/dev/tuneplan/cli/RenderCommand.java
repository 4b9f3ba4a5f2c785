package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.kube.render.Advice;
import dev.tuneplan.kube.render.Kind;
import dev.tuneplan.kube.render.Manifest;
import dev.tuneplan.kube.render.RenderRequest;
import dev.tuneplan.launch.DoesNotFit;
import dev.tuneplan.launch.LaunchPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "render",
    description = {
      "Print the Kubernetes manifests of a saved plan: what launch would send, byte for byte.",
      "The same plan gives the same output; nothing is asked of a cluster."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan plan run.yaml --save plan.yaml && tuneplan render plan.yaml >run-k8s.yaml",
      "  tuneplan render plan.yaml --kind jobset -n ml | kubectl apply --dry-run=server -f -",
      "  tuneplan render plan.yaml --template my-job.yaml -o json",
      "",
      "docs/kubernetes.md says what is rendered, and which key of a run spec changes it."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
  /** The two forms that Kubernetes reads. */
  enum Form {
    yaml,
    json
  }

  /** The words of {@code kubernetes.kind}. */
  enum KindWord {
    auto,
    job,
    jobset,
    trainjob
  }

  @Parameters(paramLabel = "PLAN", description = "a plan saved with 'tuneplan plan SPEC --save'")
  private Path file = Path.of("plan.yaml");

  @Option(
      names = "--kind",
      description = "${COMPLETION-CANDIDATES} (default: the spec's kubernetes.kind, or auto)")
  private @Nullable KindWord kind;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "YAML over which the run is laid (default: the spec's kubernetes.template)")
  private @Nullable Path template;

  @Option(
      names = {"-n", "--namespace"},
      description = "default: the spec's kubernetes.namespace, or none")
  private @Nullable String namespace;

  @Option(names = "--hold", description = "make it suspended")
  private boolean hold;

  @Option(
      names = "--copy",
      paramLabel = "N",
      description = "the N-th of several runs of the same plan beside each other (default: 1)")
  private int copy = 1;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "yaml",
      description = "${COMPLETION-CANDIDATES} (default: yaml)")
  private Form form = Form.yaml;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    try {
      RenderRequest request = request();
      Manifest manifest = PlannedManifest.of(request, Home.standard());
      Main.print(command, form == Form.yaml ? manifest.yaml() : JsonIndent.of(manifest.json()));
      List<String> defaults = request.plan().spec().launch().defaults();
      Main.note(command, "Defaults used: " + String.join(", ", defaults));
      Advice.of(request).forEach(n -> Main.note(command, "note: " + n));
      return ExitCode.OK.code;
    } catch (DoesNotFit e) {
      Main.note(command, String.valueOf(e.getMessage()));
      return ExitCode.DOES_NOT_FIT.code;
    }
  }

  private RenderRequest request() {
    if (copy < 1) {
      throw new InvalidInput(Place.of("--copy"), "", "must be 1 or more, is " + copy);
    }
    LaunchPlan plan = LaunchPlan.read(file);
    Kind chosen = Kind.of(kind == null ? plan.spec().launch().kubernetes().kind() : kind.name());
    return PlannedManifest.request(
        plan,
        Home.standard(),
        Optional.ofNullable(template),
        new RenderRequest.Options(
            chosen,
            Optional.ofNullable(namespace),
            hold,
            Optional.empty(),
            plan.id().copy(copy),
            Main.VERSION));
  }
}
