package dev.tuneplan.kube.api;

import java.util.List;
import java.util.Optional;

/**
 * A kind of object that an API server has.
 *
 * @param group API group; empty for the core
 * @param version of the group
 * @param plural the name in paths
 * @param kind the name in objects
 */
public record Resource(String group, String version, String plural, String kind) {
  /** Jobs of batch/v1. */
  public static final Resource JOBS = new Resource("batch", "v1", "jobs", "Job");

  /** JobSets. */
  public static final Resource JOB_SETS =
      new Resource("jobset.x-k8s.io", "v1alpha2", "jobsets", "JobSet");

  /** Kubeflow's TrainJobs. */
  public static final Resource TRAIN_JOBS =
      new Resource("trainer.kubeflow.org", "v1alpha1", "trainjobs", "TrainJob");

  /** What a TrainJob refers to. */
  public static final Resource TRAINING_RUNTIMES =
      new Resource("trainer.kubeflow.org", "v1alpha1", "trainingruntimes", "TrainingRuntime");

  /** Kueue's queues of a namespace. */
  public static final Resource LOCAL_QUEUES =
      new Resource("kueue.x-k8s.io", "v1beta1", "localqueues", "LocalQueue");

  /** What Kueue admits. */
  public static final Resource WORKLOADS =
      new Resource("kueue.x-k8s.io", "v1beta1", "workloads", "Workload");

  /** Pods. */
  public static final Resource PODS = new Resource("", "v1", "pods", "Pod");

  /** ConfigMaps. */
  public static final Resource CONFIG_MAPS = new Resource("", "v1", "configmaps", "ConfigMap");

  /** Services. */
  public static final Resource SERVICES = new Resource("", "v1", "services", "Service");

  /** Claims. */
  public static final Resource CLAIMS =
      new Resource("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim");

  /** Events, which a server keeps for about an hour. */
  public static final Resource EVENTS = new Resource("", "v1", "events", "Event");

  /** Nodes; not in a namespace. */
  public static final Resource NODES = new Resource("", "v1", "nodes", "Node");

  /** Those that run something, the first of which every cluster has. */
  public static final List<Resource> RUNNERS = List.of(JOBS, JOB_SETS, TRAIN_JOBS);

  private static final List<Resource> KNOWN =
      List.of(JOBS, JOB_SETS, TRAIN_JOBS, TRAINING_RUNTIMES, CONFIG_MAPS, SERVICES, CLAIMS);

  /** The one of an object's apiVersion and kind, if a manifest of a run may hold it. */
  public static Optional<Resource> of(String apiVersion, String kind) {
    return KNOWN.stream()
        .filter(r -> r.apiVersion().equals(apiVersion) && r.kind.equals(kind))
        .findFirst();
  }

  /** As objects name it, such as {@code batch/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As people name it, such as {@code jobs.batch}. */
  public String word() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** The path of all of them in a namespace. */
  String path(String namespace) {
    return root() + "/namespaces/" + namespace + "/" + plural;
  }

  /** The path of all of them in a cluster. */
  String path() {
    return root() + "/" + plural;
  }

  private String root() {
    return (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version;
  }
}
