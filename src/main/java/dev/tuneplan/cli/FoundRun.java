package dev.tuneplan.cli;

import dev.tuneplan.kube.runs.ClusterRun;
import dev.tuneplan.kube.runs.ClusterRuns;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunStatus;
import dev.tuneplan.runs.Runs;
import java.io.IOException;

/** A run that a line names, where it was found. */
sealed interface FoundRun {
  /** How it stands. */
  RunStatus status() throws IOException;

  /** Tells how it stands again and again. */
  Following follow();

  /** The same, and what is seen of one in a cluster is kept, so that its cost can be told. */
  default Following record() {
    return follow();
  }

  /**
   * One of this machine.
   *
   * @param run it
   */
  record Local(Runs runs, RunRecord run) implements FoundRun {
    @Override
    public RunStatus status() throws IOException {
      return follow().now();
    }

    @Override
    public Following follow() {
      return Following.of(runs, run);
    }
  }

  /**
   * One in a cluster.
   *
   * @param run it
   */
  record Cluster(ClusterRuns runs, ClusterRun run) implements FoundRun {
    @Override
    public RunStatus status() {
      return runs.status(run);
    }

    @Override
    public Following follow() {
      return Following.of(runs.follow(run));
    }

    @Override
    public Following record() {
      return Following.recorded(runs, run);
    }
  }
}
