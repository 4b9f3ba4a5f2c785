package dev.tuneplan.cost.facts;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The Job, JobSet or TrainJob of a run.
 *
 * @param kind of the object
 * @param created when it was made
 * @param started when its pods may begin; anew after each suspension
 * @param ended when it was complete, failed or deleted
 * @param state how it stands
 * @param succeeded pods that it counts so
 * @param failed pods that it counts so
 * @param nodes pods at a time, ≥ 1
 * @param requests of one of its pods, by its template
 * @param labels of the object
 * @param annotations of the object
 */
public record JobFacts(
    String kind,
    String namespace,
    String name,
    Instant created,
    Optional<Instant> started,
    Optional<Instant> ended,
    State state,
    int succeeded,
    int failed,
    int nodes,
    Requests requests,
    Map<String, String> labels,
    Map<String, String> annotations) {
  /** How a Job stands. */
  public enum State {
    ACTIVE,
    SUSPENDED,
    COMPLETE,
    FAILED,
    /** It was deleted before it ended. */
    DELETED;

    /** Whether nothing comes any more. */
    public boolean over() {
      return this == COMPLETE || this == FAILED || this == DELETED;
    }
  }

  public JobFacts {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    if (nodes < 1 || succeeded < 0 || failed < 0) {
      throw new IllegalArgumentException(
          "a Job has nodes >= 1 and counts >= 0, was " + nodes + ", " + succeeded + ", " + failed);
    }
  }
}
