package dev.tuneplan.kube.ends;

import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.api.Scope;
import dev.tuneplan.kube.api.Watcher;
import dev.tuneplan.objects.Labels;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Follows all runs of a namespace, and tells the end of each once, whatever becomes of the
 * connection or the API server in between: a run is known by the uid of its Job, JobSet or
 * TrainJob. Only a run that is made and deleted again while the server cannot be watched, for so
 * long that it has forgotten what happened (usually five minutes), is never heard of.
 */
public final class RunEnds implements AutoCloseable {
  /** Takes what is told; one call at a time, from threads of its own. */
  public interface Listener {
    /** A run that has not ended, when it is first seen. */
    void live(RunRef run);

    /** A run had ended before it was first seen; told only at the beginning. */
    default void earlier(End end) {}

    /** A run ended. */
    void ended(End end);

    /** The server does not answer, or refused; it is tried again. */
    void trouble(String sentence);
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ClusterApi api;
  private final Scope scope;
  private final InTurn listener;
  private final CompletableFuture<Void> over;

  private RunEnds(ClusterApi api, Scope scope, Listener listener) {
    this.api = api;
    this.scope = scope;
    this.listener = new InTurn(listener);
    CompletableFuture<?>[] kinds =
        Resource.RUNNERS.stream()
            .map(r -> CompletableFuture.runAsync(() -> follow(r), threads))
            .toArray(CompletableFuture[]::new);
    this.over = CompletableFuture.allOf(kinds);
    for (CompletableFuture<?> kind : kinds) {
      // one that cannot go on is all that cannot
      kind.whenComplete((_, fault) -> {
        if (fault != null) {
          over.completeExceptionally(fault);
        }
      });
    }
  }

  /**
   * Begins to follow.
   *
   * @param namespace of the runs; empty: the whole cluster, which needs a right of its own
   */
  public static RunEnds follow(ClusterApi api, Optional<String> namespace, Listener listener) {
    return new RunEnds(api, new Scope(namespace, Labels.RUN_ID, ""), listener);
  }

  private void follow(Resource resource) {
    Following following = new Following(listener);
    try {
      new Watcher<>(api, resource, scope, o -> Seen.of(resource, o), following).follow();
    } catch (Refused e) {
      boolean absent = e.notFound() && !resource.equals(Resource.JOBS);
      if (!absent) {
        throw e;
      }
      // the cluster has no such kind, so no run is one
    }
  }

  /**
   * Waits until it cannot go on.
   *
   * @throws Refused when the server does not let runs be read
   */
  public void await() throws InterruptedException {
    try {
      over.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        case null, default -> throw new CompletionException(e);
      }
    }
  }

  /** Ends; nothing is told any more when it returns. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
