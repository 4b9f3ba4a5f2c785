package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.JobFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a Job (batch/v1), a JobSet (jobset.x-k8s.io) or a TrainJob (trainer.kubeflow.org); of
 * several the one furthest above counts, because it begins the ones below again.
 */
final class JobReader {
  /** Furthest above first. */
  static final List<String> KINDS = List.of("TrainJob", "JobSet", "Job");

  private static final List<String> COMPLETE = List.of("Complete", "Completed");

  private JobReader() {}

  static JobFacts of(Watched watched) {
    Json job = watched.object();
    Optional<Instant> complete = since(job, COMPLETE);
    Optional<Instant> failed = since(job, List.of("Failed"));
    JobFacts.State state = state(job, complete, failed, watched.gone());
    Optional<Instant> ended =
        complete
            .or(() -> failed)
            .or(() ->
                state == JobFacts.State.DELETED
                    ? watched.at().or(() -> job.time("metadata", "deletionTimestamp"))
                    : Optional.empty());
    Json template = template(job);
    return new JobFacts(
        watched.kind(),
        job.text("metadata", "namespace").orElse(""),
        job.text("metadata", "name").orElse(""),
        job.time("metadata", "creationTimestamp").orElse(Instant.EPOCH),
        job.time("status", "startTime"),
        ended,
        state,
        job.count("status", "succeeded"),
        job.count("status", "failed"),
        Math.max(1, nodes(job)),
        RequestsReader.of(template),
        job.texts("metadata", "labels"),
        job.texts("metadata", "annotations"));
  }

  private static JobFacts.State state(
      Json job, Optional<Instant> complete, Optional<Instant> failed, boolean gone) {
    if (complete.isPresent()) {
      return JobFacts.State.COMPLETE;
    }
    if (failed.isPresent()) {
      return JobFacts.State.FAILED;
    }
    if (gone) {
      return JobFacts.State.DELETED;
    }
    return job.text("spec", "suspend").filter("true"::equals).isPresent()
        ? JobFacts.State.SUSPENDED
        : JobFacts.State.ACTIVE;
  }

  private static Optional<Instant> since(Json job, List<String> conditions) {
    return conditions.stream().flatMap(c -> job.since(c).stream()).findFirst();
  }

  /** The Job inside a JobSet, or itself. */
  private static Json inner(Json job) {
    return Stream.concat(
            job.items("spec", "replicatedJobs").stream().map(r -> r.at("template")), Stream.of(job))
        .findFirst()
        .orElse(job);
  }

  private static Json template(Json job) {
    return inner(job).at("spec", "template", "spec");
  }

  private static int nodes(Json job) {
    int own = inner(job).count("spec", "parallelism");
    return own > 0 ? own : job.count("spec", "trainer", "numNodes");
  }
}
