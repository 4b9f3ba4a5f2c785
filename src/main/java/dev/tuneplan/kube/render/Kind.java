package dev.tuneplan.kube.render;

import java.util.Locale;

/** What is made of a run. */
public enum Kind {
  /** A batch/v1 Job, Indexed, with a headless Service when it has several nodes. */
  JOB("job.yaml", "trainer"),
  /** A JobSet, which begins again as a whole when a node is lost. */
  JOBSET("jobset.yaml", "trainer"),
  /** A TrainJob with a TrainingRuntime of its own, for clusters with Kubeflow. */
  TRAINJOB("trainjob.yaml", "node");

  private final String template;
  private final String container;

  Kind(String template, String container) {
    this.template = template;
    this.container = container;
  }

  /** The template's file in k8s-templates/. */
  public String template() {
    return template;
  }

  /** The name of the trainer's container. */
  String container() {
    return container;
  }

  /** By the word of a spec or an option; auto is a Job, which every cluster has. */
  public static Kind of(String word) {
    return word.equals("auto") ? JOB : valueOf(word.toUpperCase(Locale.ROOT));
  }
}
