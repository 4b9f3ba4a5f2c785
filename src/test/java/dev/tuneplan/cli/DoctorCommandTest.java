package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.doctor.Doctor;
import dev.tuneplan.kube.doctor.Machine;
import dev.tuneplan.kube.doctor.Machine.Disk;
import dev.tuneplan.kube.doctor.Machine.NvidiaSmi;
import dev.tuneplan.testing.RecordedApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DoctorCommandTest {
  private static final Machine BARE =
      new Machine(
          "25.0.3",
          List.of(
              new Disk("runs", "/home/jane/.local/share/tuneplan", OptionalLong.of(90L << 30)),
              new Disk("caches", "/home/jane/.cache/tuneplan", OptionalLong.of(3L << 30))),
          new NvidiaSmi.Absent(),
          Optional.empty(),
          Map.of());

  @TempDir private Path folder;

  /** What the command prints, with its exit code, on a machine that is always the same. */
  private String run(Path kubeconfig, String... more) {
    StringWriter out = new StringWriter();
    List<String> args = new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString()));
    args.addAll(List.of(more));
    CommandLine line = new CommandLine(new DoctorCommand(() -> BARE));
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    int code = line.execute(args.toArray(String[]::new));
    return (out + "exit " + code + "\n")
        .replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:PORT")
        .replace(folder.toString(), "FOLDER");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "doctor-whole|whole|-o table",
        "doctor-whole-json|whole|-o json",
        "doctor-mend|mend|-o table",
        "doctor-mend-markdown|mend|-o markdown",
        "doctor-mend-plan|mend|--plan src/test/resources/plans/bot.yaml",
        "doctor-mend-plan-json|mend|--plan src/test/resources/plans/two-nodes.yaml -o json",
        "doctor-nobody|nobody|-o table",
        "doctor-nobody-plan|nobody|--plan src/test/resources/plans/bot.yaml",
        "doctor-old|old|-n prod",
      })
  void printsWhatWasReviewed(String golden, String cluster, String args) throws IOException {
    try (RecordedApi api = RecordedApi.of(cluster)) {
      Golden.same(golden, run(api.kubeconfig(folder), args.split(" ")));
    }
  }

  @Test
  void saysWhatIsWrongWithAServerThatIsAway() throws IOException {
    RecordedApi gone = RecordedApi.of("whole");
    String host = gone.host();
    gone.close();
    Golden.same("doctor-away", run(RecordedApi.kubeconfig(folder, host)));
  }

  @Test
  void saysWhatIsWrongWithAKubeconfig() throws IOException {
    Path file = Files.writeString(folder.resolve("broken"), "clusters: 3\n");
    Golden.same("doctor-kubeconfig-broken", run(file));
    Golden.same("doctor-kubeconfig-named-and-not-there", run(folder.resolve("nowhere")));
  }

  @Test
  void judgesTheMachineAloneWhenNoClusterIsConfigured() throws IOException {
    Machine box =
        new Machine(
            "25.0.3",
            List.of(new Disk("runs", "/data", OptionalLong.empty())),
            new NvidiaSmi.Lists(
                List.of("NVIDIA H100 80GB HBM3", "NVIDIA H100 80GB HBM3", "NVIDIA GB999")),
            Optional.of("/env/bin/python"),
            Map.of("trl", "1.16.0", "axolotl", "0.19.0"));
    ClusterConfig none = new ClusterConfig(List.of(folder.resolve("none")), Optional.empty());
    Examination examination =
        new Examination(new Doctor(DoctorCommand.profiles(Home.standard())), List.of());
    Examination.Found found = examination.of(box, none, false, Optional.empty(), Optional.empty());
    assertThat(found.code()).isEqualTo(ExitCode.OK);
    Golden.same(
        "doctor-no-cluster",
        DoctorText.of(Output.table, found.report()).replace(folder.toString(), "FOLDER"));
  }

  @Test
  void explainsItselfAndRefusesWhatIsNoPlan() throws IOException {
    Golden.verify("help-doctor", "doctor", "--help");
    Golden.verify("doctor-no-plan", "doctor", "--plan", "nowhere.yaml");
    Golden.verify("doctor-spec", "doctor", "--plan", "examples/support-bot.yaml");
  }
}
