package dev.tuneplan.cli;

import dev.tuneplan.kube.doctor.Doctor;
import dev.tuneplan.kube.doctor.KnownGpu;
import dev.tuneplan.kube.doctor.Machine;
import dev.tuneplan.kube.doctor.Needs;
import dev.tuneplan.kube.doctor.Right;
import dev.tuneplan.launch.DoesNotFit;
import dev.tuneplan.launch.LaunchPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = "Say what is missing on this machine or in a cluster, and how to fix it.",
    footer = {
      "",
      "States: ok; warning: something optional is not there, or wants a look; missing:",
      "something that is needed is not there; unknown: it could not be looked at.",
      "Exit codes: 0 nothing is missing, 1 something is, 2 the kubeconfig cannot be",
      "used, 5 the cluster does not answer or does not know you.",
      "Nothing is changed. More of it: docs/doctor.md.",
      "",
      "Examples:",
      "  tuneplan doctor",
      "  tuneplan doctor --context prod -n ml --plan plan.yaml"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Supplier<Machine> machine;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description = "look for what this plan needs too (saved with 'tuneplan plan SPEC --save')")
  private @Nullable Path file;

  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  DoctorCommand() {
    this(LocalMachine::facts);
  }

  DoctorCommand(Supplier<Machine> machine) {
    this.machine = machine;
  }

  @Override
  public Integer call() {
    Home home = Home.standard();
    Optional<Examination.Planned> planned;
    try {
      planned = Optional.ofNullable(file).map(f -> planned(f, home));
    } catch (DoesNotFit e) {
      Main.note(command, String.valueOf(e.getMessage()));
      return ExitCode.DOES_NOT_FIT.code;
    }
    Examination examination =
        new Examination(new Doctor(profiles(home)), Right.of(new K8sTemplates(home).rights()));
    Examination.Found found =
        examination.of(
            machine.get(), cluster.config(), cluster.named(), cluster.namespace(), planned);
    Main.print(command, DoctorText.of(output.form(), found.report()));
    return found.code().code;
  }

  static List<KnownGpu> profiles(Home home) {
    return GpuText.all(home.gpus()).stream()
        .map(g -> new KnownGpu(g.id(), g.productLabels()))
        .toList();
  }

  private static Examination.Planned planned(Path file, Home home) {
    LaunchPlan plan = LaunchPlan.read(file);
    return new Examination.Planned(plan, Needs.of(PlannedManifest.of(plan, home), plan.chosen()));
  }
}
