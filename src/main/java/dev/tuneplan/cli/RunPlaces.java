package dev.tuneplan.cli;

import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.runs.ClusterRun;
import dev.tuneplan.kube.runs.ClusterRuns;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a line's runs are: on this machine, in a cluster, or on either. */
final class RunPlaces {
  @Option(
      names = "--target",
      description = "look only there: ${COMPLETION-CANDIDATES} (default: here, then in a cluster)")
  private LaunchCommand.@Nullable Target target;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  /**
   * The run of a name.
   *
   * @throws dev.tuneplan.base.InvalidInput when there is none
   */
  FoundRun find(String text) throws IOException {
    RunNames names = new RunNames(text);
    List<RunRecord> known = new ArrayList<>();
    if (here()) {
      Runs runs = Home.runs();
      known.addAll(runs.all());
      Optional<RunRecord> hit = names.find(known, r -> r);
      if (hit.isPresent()) {
        return new FoundRun.Local(runs, hit.get());
      }
    }
    if (!there()) {
      throw names.unknown(known, "on this machine");
    }
    return inCluster(names, known, here() ? "on this machine, nor " : "");
  }

  /**
   * The run of a name in the cluster.
   *
   * @param known those that are elsewhere
   * @param before words of where it is not
   * @throws dev.tuneplan.base.InvalidInput when there is none
   */
  FoundRun.Cluster inCluster(RunNames names, List<RunRecord> known, String before) {
    ClusterConfig.Connection to = cluster.config().connect();
    String namespace = cluster.namespace(to);
    ClusterRuns runs = new ClusterRuns(to.api(), Optional.of(namespace));
    List<ClusterRun> all = runs.all();
    Optional<ClusterRun> hit = names.find(all, ClusterRun::run);
    if (hit.isPresent()) {
      return new FoundRun.Cluster(runs, hit.get());
    }
    List<RunRecord> more = new ArrayList<>(known);
    all.forEach(r -> more.add(r.run()));
    throw names.unknown(more, before + "in the namespace " + namespace + " of " + to.context());
  }

  /** Whether this machine's runs are meant. */
  boolean here() {
    return target == null ? !named() : target == LaunchCommand.Target.local;
  }

  /** Whether a cluster's runs are meant, and something says which cluster. */
  boolean there() {
    return target == null
        ? named() || cluster.config().any()
        : target == LaunchCommand.Target.cluster;
  }

  /** Whether the user said that a cluster is meant, so that one that is away is a fault. */
  boolean named() {
    return target == LaunchCommand.Target.cluster
        || (target == null && (cluster.named() || cluster.namespace().isPresent()));
  }

  ClusterOptions cluster() {
    return cluster;
  }
}
