package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.cli.LaunchCommand.Target;
import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.api.ClusterFault;
import dev.tuneplan.kube.api.Patience;
import dev.tuneplan.kube.runs.ClusterRuns;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "runs",
    description = "List the runs of this machine and of a cluster, the newest first.",
    footer = {"", "The runs of a cluster are those of one namespace (-n), or of all with -A."},
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  /** Nobody named the cluster, so nobody waits for one that is away. */
  private static final Patience SHORT = new Patience(Duration.ofSeconds(4), Patience.Pause.REAL);

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "of the cluster")
  private boolean everywhere;

  @Mixin private RunPlaces places = new RunPlaces();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  /**
   * A run as it is listed.
   *
   * @param namespace empty: on this machine
   */
  private record Row(Optional<String> namespace, RunView view) {
    Map<String, Object> tree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("target", (namespace.isPresent() ? Target.cluster : Target.local).name());
      tree.put("namespace", namespace.<Object>map(n -> n).orElse(Output.None.NONE));
      tree.putAll(view.tree());
      return tree;
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Row> rows = new ArrayList<>();
    if (places.here() && !everywhere) {
      Runs runs = Home.runs();
      for (RunRecord run : runs.all()) {
        rows.add(new Row(Optional.empty(), RunView.of(runs, run)));
      }
    }
    boolean named = places.named() || everywhere;
    if (places.there() || everywhere) {
      try {
        rows.addAll(inCluster(named));
      } catch (ClusterFault | InvalidInput e) {
        if (named) {
          throw e;
        }
        Main.note(command, "of this machine alone: " + e.getMessage());
      }
    }
    rows.sort(Comparator.comparing((Row r) -> r.view().run().created()).reversed());
    Main.print(
        command,
        output
            .form()
            .render(
                markdown -> text(rows, markdown),
                () -> Tree.of("runs", rows.stream().map(Row::tree).toList())));
    return ExitCode.OK.code;
  }

  private List<Row> inCluster(boolean named) {
    ClusterConfig.Connection to = places.cluster().config().connect();
    ClusterApi api = named ? to.api() : to.api().with(SHORT);
    String namespace = places.cluster().namespace(to);
    return new ClusterRuns(api, everywhere ? Optional.empty() : Optional.of(namespace))
        .statuses().stream()
            .map(s -> new Row(Optional.of(s.namespace()), RunView.of(s.status())))
            .toList();
  }

  private static String text(List<Row> rows, boolean markdown) {
    if (rows.isEmpty()) {
      return "no runs yet; 'tuneplan launch PLAN' makes one\n";
    }
    List<String> titles =
        new ArrayList<>(
            List.of(
                "run",
                "name",
                "where",
                "state",
                "attempt",
                "step",
                "time",
                "cost",
                "hardware",
                "launched"));
    boolean warned = rows.stream().anyMatch(r -> r.view().warning().isPresent());
    if (warned) {
      titles.add("warning");
    }
    Table table = new Table(titles.toArray(String[]::new));
    rows.forEach(r -> table.row(cells(r, warned)));
    return markdown ? table.markdown() : table.text();
  }

  /** What is wasted now stands last, where it may be long. */
  private static String[] cells(Row row, boolean warned) {
    RunView v = row.view();
    List<String> cells =
        new ArrayList<>(
            List.of(
                v.run().id(),
                v.run().name(),
                row.namespace().map(n -> "cluster, " + n).orElse("here"),
                v.stateWord(),
                "" + v.attempt(),
                v.step().isPresent() ? v.step().getAsLong() + "/" + v.total() : "-",
                Text.hours(v.hours()),
                v.usd().isPresent() ? Text.usd(v.usd().getAsDouble()) : "unpriced",
                v.run().gpus(),
                v.run().created().toString().substring(0, 16)));
    if (warned) {
      cells.add(v.warning().orElse(""));
    }
    return cells.toArray(String[]::new);
  }
}
