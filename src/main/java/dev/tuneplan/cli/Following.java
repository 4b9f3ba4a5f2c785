package dev.tuneplan.cli;

import dev.tuneplan.kube.runs.ClusterFollowing;
import dev.tuneplan.kube.runs.ClusterRun;
import dev.tuneplan.kube.runs.ClusterRuns;
import dev.tuneplan.kube.runs.RunRecording;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunStatus;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

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
    return new LocalFollowing(runs, run);
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

  /** One in a cluster, of which what is seen is kept for its cost. */
  static Following recorded(ClusterRuns runs, ClusterRun run) {
    Following following = of(runs.follow(run));
    try {
      return recorded(following, RunRecording.follow(runs, run, Home.recordings().open(run.run())));
    } catch (IOException e) {
      return recorded(following, "what is seen of it cannot be kept: " + e);
    }
  }

  private static Following recorded(Following following, String trouble) {
    Queue<String> once = new ArrayDeque<>(List.of(trouble));
    return new Following() {
      @Override
      public RunStatus now() throws IOException {
        return following.now();
      }

      @Override
      public Optional<String> trouble() {
        return Optional.ofNullable(once.poll()).or(following::trouble);
      }

      @Override
      public void close() {
        following.close();
      }
    };
  }

  private static Following recorded(Following following, RunRecording recording) {
    return new Following() {
      @Override
      public RunStatus now() throws IOException {
        return following.now();
      }

      @Override
      public Optional<String> trouble() {
        return following.trouble().or(recording::trouble);
      }

      @Override
      public void close() {
        following.close();
        recording.close();
      }
    };
  }
}
