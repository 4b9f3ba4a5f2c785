package dev.tuneplan.kube.ends;

import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;

/**
 * Which run, in a cluster.
 *
 * @param resource its Job, JobSet or TrainJob
 * @param namespace where it is
 * @param name of that object
 * @param uid of that object: a run that is made anew has the same name and another uid
 * @param id the run's, from its label
 */
public record RunRef(Resource resource, String namespace, String name, String uid, String id) {
  public RunRef {
    if (uid.isEmpty()) {
      throw new IllegalArgumentException(name + " has no uid");
    }
  }

  static RunRef of(Resource resource, KubeObject runner) {
    return new RunRef(
        resource,
        runner.namespace(),
        runner.name(),
        runner.uid(),
        runner.label(Labels.RUN_ID).orElse(""));
  }

  /** As kubectl names it, such as {@code jobs.batch/bot-3fa91c}. */
  public String word() {
    return resource.word() + "/" + name;
  }
}
