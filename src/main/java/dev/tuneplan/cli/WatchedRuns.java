package dev.tuneplan.cli;

import dev.tuneplan.kube.runs.ClusterRuns;
import java.io.IOException;
import java.util.List;

/** Runs that somebody watches, as budgets see them. */
interface WatchedRuns {
  /** How they stand now. */
  List<LiveRun> watched() throws IOException;

  /** What goes on beside them and has to be asked for: asked only where a budget is set. */
  default List<LiveRun> beside() throws IOException {
    return List.of();
  }

  /** All runs of a cluster, or of a namespace in it. */
  static WatchedRuns all(ClusterRuns runs) {
    return () -> LiveRun.of(runs);
  }
}
