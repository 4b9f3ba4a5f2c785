package dev.tuneplan.kube.runs;

import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.api.Scope;
import dev.tuneplan.objects.KubeObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What waits for Kueue, by its Workloads. It looks at them by priority, then by age
 * (queueOrderingFunc in pkg/cache/queue/cluster_queue.go of Kueue 0.14.0, read 2026-11-25); without
 * StrictFIFO one that fits overtakes those that do not.
 */
record Queue(List<Waiting> waiting) {
  private static final String JOB_UID = "kueue.x-k8s.io/job-uid";

  private static final Comparator<Waiting> TURNS =
      Comparator.comparingLong(Waiting::priority).reversed().thenComparing(Waiting::since);

  /**
   * A Workload that no quota is reserved for.
   *
   * @param queue its LocalQueue, with the namespace
   * @param owners uids of what it stands for
   * @param why in Kueue's words; may be empty
   */
  record Waiting(String queue, long priority, Instant since, Set<String> owners, String why) {
    static Optional<Waiting> of(KubeObject workload) {
      if (workload.condition("QuotaReserved", "True").isPresent()
          || workload.condition("Finished", "True").isPresent()) {
        return Optional.empty();
      }
      Stream<String> owners =
          workload.items("metadata", "ownerReferences").stream()
              .flatMap(o -> o.text("uid").stream());
      return Optional.of(
          new Waiting(
              workload.namespace() + "/" + workload.text("spec", "queueName").orElse(""),
              workload.whole("spec", "priority").orElse(0),
              workload.created().orElse(Instant.EPOCH),
              Stream.concat(owners, workload.label(JOB_UID).stream()).collect(Collectors.toSet()),
              why(workload)));
    }

    private static String why(KubeObject workload) {
      return workload.condition("QuotaReserved").text("message").orElse("");
    }

    private String name() {
      return queue.substring(queue.indexOf('/') + 1);
    }
  }

  /**
   * Of a namespace, or of all that this user may see. None where Kueue is not, or its Workloads may
   * not be read: then a run waits without saying where.
   */
  static Queue of(ClusterApi api, Optional<String> namespace) {
    try {
      Scope scope = new Scope(namespace, "", "");
      return new Queue(
          api.list(Resource.WORKLOADS, scope, Waiting::of).stream()
              .flatMap(Optional::stream)
              .toList());
    } catch (Refused e) {
      return new Queue(List.of());
    }
  }

  /** The run, with its place where it waits for one. */
  ClusterRun placed(ClusterRun run) {
    return run.queued() ? place(run).map(run::waiting).orElse(run) : run;
  }

  private Optional<String> place(ClusterRun run) {
    return waiting.stream()
        .filter(w -> w.owners().contains(run.uid()))
        .findFirst()
        .map(own -> {
          List<Waiting> all =
              waiting.stream().filter(w -> w.queue().equals(own.queue())).sorted(TURNS).toList();
          return "place "
              + (all.indexOf(own) + 1)
              + " of "
              + all.size()
              + " in queue "
              + own.name()
              + (own.why().isEmpty() ? "" : ": " + own.why());
        });
  }
}
