package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.KubeObject;
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
    KubeObject job = watched.object();
    Optional<Instant> complete = since(job, COMPLETE);
    Optional<Instant> failed = since(job, List.of("Failed"));
    JobFacts.State state = state(job, complete, failed, watched.gone());
    Optional<Instant> ended =
        complete
            .or(() -> failed)
            .or(() ->
                state == JobFacts.State.DELETED
                    ? watched.at().or(() -> job.deleted())
                    : Optional.empty());
    PlainTree template = template(job);
    return new JobFacts(
        watched.kind(),
        job.namespace(),
        job.name(),
        job.created().orElse(Instant.EPOCH),
        job.time("status", "startTime"),
        ended,
        state,
        job.count("status", "succeeded"),
        job.count("status", "failed"),
        Math.max(1, nodes(job)),
        RequestsReader.of(template),
        job.labels(),
        job.texts("metadata", "annotations"));
  }

  private static JobFacts.State state(
      KubeObject job, Optional<Instant> complete, Optional<Instant> failed, boolean gone) {
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

  private static Optional<Instant> since(KubeObject job, List<String> conditions) {
    return conditions.stream().flatMap(c -> job.since(c).stream()).findFirst();
  }

  /** The Job inside a JobSet, or itself. */
  private static PlainTree inner(KubeObject job) {
    return Stream.concat(
            job.items("spec", "replicatedJobs").stream().map(r -> r.at("template")), Stream.of(job))
        .findFirst()
        .orElse(job);
  }

  private static PlainTree template(KubeObject job) {
    return inner(job).at("spec", "template", "spec");
  }

  private static int nodes(KubeObject job) {
    int own = inner(job).count("spec", "parallelism");
    return own > 0 ? own : job.count("spec", "trainer", "numNodes");
  }
}
