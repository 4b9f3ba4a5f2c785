package dev.tuneplan.spec;

import dev.tuneplan.base.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a launch needs beyond what a plan does; none of it changes an estimate.
 *
 * @param project that the run belongs to; empty when not said
 * @param command words of a program that is run in place of the trainer's own; empty: the trainer's
 * @param alpha scale of the adapters
 * @param rslora whether the scale is rank-stabilised
 * @param tuning how the weights are moved
 * @param kubernetes where and how the job runs
 * @param defaults lines that say what was left out and filled in
 */
public record LaunchSpec(
    String project,
    List<String> command,
    double alpha,
    boolean rslora,
    Tuning tuning,
    Kubernetes kubernetes,
    List<String> defaults) {
  public LaunchSpec {
    command = List.copyOf(command);
    defaults = List.copyOf(defaults);
  }

  /** Whether the spec says a value itself, such as {@code kubernetes.retries}. */
  public boolean states(String key) {
    return defaults.stream().noneMatch(line -> line.startsWith(key + " = "));
  }

  /**
   * How the weights are moved, and how often it is told and saved.
   *
   * @param learningRate its peak
   * @param scheduler cosine, linear or constant
   * @param warmup share of the steps, 0..1
   * @param weightDecay decoupled, ≥ 0
   * @param clip norm to which gradients are clipped; 0: they are not
   * @param seed of shuffling and of adapters
   * @param loggingSteps optimizer steps between two lines of progress
   * @param saveSteps optimizer steps between two checkpoints; empty: by time
   * @param keep how many checkpoints are kept
   */
  public record Tuning(
      double learningRate,
      String scheduler,
      double warmup,
      double weightDecay,
      double clip,
      long seed,
      int loggingSteps,
      OptionalInt saveSteps,
      int keep) {}

  /**
   * Where and how the job runs on Kubernetes.
   *
   * @param kind auto, job, jobset or trainjob
   * @param scheduling queue, priorities and nodes
   * @param pod what the pod holds
   * @param limits times and numbers of tries
   * @param labels of everything that is made, such as a cost centre
   * @param ship where samples are shipped to
   * @param place where the section stands
   */
  public record Kubernetes(
      Optional<String> namespace,
      String kind,
      Optional<String> template,
      Map<String, String> labels,
      Scheduling scheduling,
      Pod pod,
      Limits limits,
      Ship ship,
      Place place) {
    public Kubernetes {
      labels = ordered(labels);
    }
  }

  /**
   * Which nodes, and when.
   *
   * @param queue Kueue's LocalQueue
   * @param queuePriority Kueue's WorkloadPriorityClass
   * @param priorityClass of the pods
   * @param nodeSelector labels that a node must have
   * @param tolerations taints as kubectl writes them: key, key:Effect or key=value:Effect
   * @param requiredTopology node label inside one value of which all pods must be (Kueue)
   * @param preferredTopology the same as a wish
   */
  public record Scheduling(
      Optional<String> queue,
      Optional<String> queuePriority,
      Optional<String> priorityClass,
      Map<String, String> nodeSelector,
      List<String> tolerations,
      Optional<String> requiredTopology,
      Optional<String> preferredTopology) {
    public Scheduling {
      nodeSelector = ordered(nodeSelector);
      tolerations = List.copyOf(tolerations);
    }
  }

  /**
   * What the pod holds.
   *
   * @param image of the trainer; empty: the one that its image profile names
   * @param agentImage of the wrapper; "none" runs the trainer without it
   * @param pullSecrets secrets with which images are pulled
   * @param serviceAccount that the pod runs as; it gets no token
   * @param env variables
   * @param secrets variables with the name of a secret and its key: {@code name/key}
   * @param volumes claims by what they hold: runs, cache, data, or another name
   * @param cpus of each pod, requested and not exceeded; empty: 3 for each GPU are requested
   * @param memoryGiB of each pod, requested and not exceeded; empty: 12 for each GPU are requested
   * @param sharedMemoryGiB most that /dev/shm may hold
   * @param security restricted or baseline
   * @param runtimeClass such as nvidia, where the cluster needs it
   */
  public record Pod(
      Optional<String> image,
      String agentImage,
      List<String> pullSecrets,
      String serviceAccount,
      Map<String, String> env,
      Map<String, String> secrets,
      Map<String, String> volumes,
      OptionalInt cpus,
      OptionalInt memoryGiB,
      int sharedMemoryGiB,
      String security,
      Optional<String> runtimeClass) {
    public Pod {
      pullSecrets = List.copyOf(pullSecrets);
      env = ordered(env);
      secrets = ordered(secrets);
      volumes = ordered(volumes);
    }
  }

  /**
   * Times and numbers of tries.
   *
   * @param retries after failures that are no disruption
   * @param maxAttempts that are begun at most, disruptions included; needs the wrapper, and a claim
   *     for runs
   * @param peerWaitMinutes that a node waits for the others once it is ready itself
   * @param graceSeconds between the wish to end a pod and its end
   * @param ttlSeconds that a finished job is kept
   * @param waitHours that a job may wait for a node before its deadline strikes
   * @param maxHours that one attempt may take; empty: the budget's, or twice the P90 of the plan
   */
  public record Limits(
      int retries,
      int maxAttempts,
      int peerWaitMinutes,
      int graceSeconds,
      int ttlSeconds,
      int waitHours,
      OptionalDouble maxHours) {}

  /**
   * Where a sidecar ships samples to.
   *
   * @param to {@code metrics} (shows them alone), {@code stdout} or servers; empty: no sidecar
   * @param token the secret and its key with the servers' token: {@code name/key}
   */
  public record Ship(List<String> to, Optional<String> token) {
    public Ship {
      to = List.copyOf(to);
    }
  }

  private static Map<String, String> ordered(Map<String, String> map) {
    return java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(map));
  }
}
