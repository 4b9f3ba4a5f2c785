package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.PodEnd;
import dev.tuneplan.cost.facts.PodName;
import dev.tuneplan.cost.facts.PodTimes;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.facts.TrainerLog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Pods that nobody watched, from what they left.
 *
 * @param job whose template says what they reserved
 * @param node the machine that the run's other pods had; they are taken to have had one alike
 */
record Unseen(Optional<JobFacts> job, Optional<NodeFacts> node) {

  /** From a log of the wrapper: what passed before its container began is not in it. */
  PodAttempt of(TrainerLog log) {
    PodEnd end =
        log.end()
            .map(TrainerLog.Said::end)
            .orElse(new PodEnd(Cause.UNKNOWN, OptionalInt.empty(), "nothing says how it ended"));
    return pod(
        "attempt " + log.attempt(),
        log.node(),
        log.span(),
        new Known(end, Optional.of(log), Evidence.B),
        List.of(
            "nobody watched this pod: the wrapper's files tell of it, without its image's pull"));
  }

  /** From the Job's times alone: one pod for each node, from its start to its end. */
  List<PodAttempt> ofJob() {
    Optional<Span> span =
        job.flatMap(j ->
            j.started()
                .flatMap(from ->
                    j.ended().filter(to -> !to.isBefore(from)).map(to -> new Span(from, to))));
    if (span.isEmpty()) {
      return List.of();
    }
    Cause cause =
        job.map(j -> j.state() == JobFacts.State.COMPLETE ? Cause.FINISHED : Cause.FAILED)
            .orElse(Cause.UNKNOWN);
    Known known =
        new Known(
            new PodEnd(cause, OptionalInt.empty(), "by the Job's status"),
            Optional.empty(),
            Evidence.C);
    return IntStream.range(0, job.map(JobFacts::nodes).orElse(1))
        .mapToObj(i ->
            pod(
                "node " + i,
                i,
                span.get(),
                known,
                List.of("nobody watched this pod: its times are those of the Job")))
        .toList();
  }

  private record Known(PodEnd end, Optional<TrainerLog> log, Evidence grade) {}

  private PodAttempt pod(String name, int index, Span span, Known known, List<String> remarks) {
    return new PodAttempt(
        new PodName(job.map(JobFacts::namespace).orElse(""), name, "unseen " + name),
        index,
        1,
        new PodTimes(
            span.from(),
            Optional.of(span.from()),
            Optional.empty(),
            Optional.of(span.from()),
            Optional.of(span.to()),
            Optional.of(span.to())),
        known.end,
        node,
        job.map(JobFacts::requests).orElse(Requests.NONE),
        known.log,
        known.grade,
        remarks);
  }
}
