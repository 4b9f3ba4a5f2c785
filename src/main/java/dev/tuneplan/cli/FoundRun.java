package dev.tuneplan.cli;

import dev.tuneplan.kube.runs.ClusterRun;
import dev.tuneplan.kube.runs.ClusterRuns;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunStatus;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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
   * The same as budgets see it.
   *
   * @param following of it, which knows how it stands
   */
  WatchedRuns watched(Following following);

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

    @Override
    public WatchedRuns watched(Following following) {
      // a following is for one thread here, and files are read fast
      return () -> List.of(LiveRun.of(runs, run));
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

    @Override
    public WatchedRuns watched(Following following) {
      return new WatchedRuns() {
        @Override
        public List<LiveRun> watched() throws IOException {
          return List.of(LiveRun.of(following.now(), run.labels()));
        }

        @Override
        public List<LiveRun> beside() {
          return LiveRun.of(new ClusterRuns(runs.api(), Optional.of(run.namespace())));
        }
      };
    }
  }
}
