package dev.tuneplan.cli;

import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.runs.ClusterRuns;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster's runs count, beside those of this machine and of the ledger. */
final class BudgetPlaces {
  @Option(
      names = {"-A", "--all-namespaces"},
      description = "count the runs of all namespaces of the cluster")
  private boolean everywhere;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  /** None, unless the user names a cluster or a place in it. */
  List<LiveRun> runs() {
    if (!everywhere && !cluster.named() && cluster.namespace().isEmpty()) {
      return List.of();
    }
    ClusterConfig.Connection to = cluster.config().connect();
    return LiveRun.of(
        new ClusterRuns(
            to.api(), everywhere ? Optional.empty() : Optional.of(cluster.namespace(to))));
  }
}
