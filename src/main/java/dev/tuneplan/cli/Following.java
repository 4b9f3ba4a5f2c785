package dev.tuneplan.cli;

import dev.tuneplan.kube.runs.ClusterFollowing;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunStatus;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.util.Optional;

/** Tells how a run stands, as often as it is asked. */
interface Following extends AutoCloseable {
  /** How it stands now. */
  RunStatus now() throws IOException;

  /** What went wrong with looking since this was asked last. */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  default void close() {}

  /** One of this machine. */
  static Following of(Runs runs, RunRecord run) {
    return () -> RunStatus.of(run, runs.attempts(run.id()));
  }

  /** One in a cluster. */
  static Following of(ClusterFollowing cluster) {
    return new Following() {
      @Override
      public RunStatus now() {
        return cluster.now();
      }

      @Override
      public Optional<String> trouble() {
        return cluster.trouble();
      }

      @Override
      public void close() {
        cluster.close();
      }
    };
  }
}
