package dev.tuneplan.kube.doctor;

import dev.tuneplan.objects.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster said.
 *
 * @param server the API server itself
 * @param inside of the namespace
 * @param hardware nodes and storage
 * @param rights of the one who asked
 */
public record ClusterFacts(Server server, Inside inside, Hardware hardware, List<Answered> rights) {
  public ClusterFacts {
    rights = List.copyOf(rights);
  }

  /**
   * The API server.
   *
   * @param version what {@code /version} answers
   * @param user the name by which it knows the one who asks
   * @param served its API
   */
  public record Server(Seen<KubeObject> version, Seen<String> user, Seen<Served> served) {}

  /**
   * A namespace.
   *
   * @param object the namespace itself; empty when it is not there
   * @param account whether tuneplan-trainer is there
   * @param queues Kueue's LocalQueues
   * @param quotas ResourceQuotas
   */
  public record Inside(
      String namespace,
      Seen<Optional<KubeObject>> object,
      Seen<Boolean> account,
      Seen<List<KubeObject>> queues,
      Seen<List<KubeObject>> quotas) {}

  /**
   * What pods can have.
   *
   * @param nodes those with GPUs
   * @param taken GPUs that pods have, by the names of nodes
   * @param storage StorageClasses
   * @param runtimes names of RuntimeClasses
   */
  public record Hardware(
      Seen<Nodes> nodes,
      Seen<Map<String, Long>> taken,
      Seen<List<KubeObject>> storage,
      Seen<List<String>> runtimes) {}

  /**
   * Nodes.
   *
   * @param all how many there are
   * @param gpu those with GPUs
   */
  public record Nodes(int all, List<GpuNode> gpu) {
    public Nodes {
      gpu = List.copyOf(gpu);
    }
  }

  /** Whether a right is given. */
  public record Answered(Right right, Seen<Boolean> allowed) {}
}
