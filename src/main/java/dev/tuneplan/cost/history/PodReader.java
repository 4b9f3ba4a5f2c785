package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.PodEnd;
import dev.tuneplan.cost.facts.PodName;
import dev.tuneplan.cost.facts.PodTimes;
import dev.tuneplan.cost.facts.TrainerLog;
import dev.tuneplan.objects.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes the facts of one pod.
 *
 * @param nodes the machines of the whole history
 * @param queue what the queue did
 * @param logs the wrapper's events; each is of one pod
 * @param over whether the Job is over, so that what is not told now never will be
 */
record PodReader(Nodes nodes, Queue queue, Logs logs, boolean over) {
  PodAttempt of(PodVersions pod) {
    KubeObject last = pod.last();
    Instant created = last.created().orElse(Instant.EPOCH);
    Optional<LastWords> words = LastWords.of(pod.trainer().terminated());
    Optional<TrainerLog> log =
        logs.of(pod, pod.trainer().index(), words)
            .or(() -> words.flatMap(w -> pod.main().map(w::log)));
    Optional<TrainerLog.Said> said =
        log.flatMap(TrainerLog::end).or(() -> words.flatMap(LastWords::said));
    Optional<Instant> released = Release.of(pod, nodes, created);
    Clocks clocks = new Clocks(created);
    List<String> remarks = new ArrayList<>();
    Evidence grade = Evidence.A;
    if (released.isEmpty() && over && log.flatMap(TrainerLog::end).isPresent()) {
      released = log.map(l -> l.span().to());
      grade = Evidence.B;
      remarks.add("nobody watched its end: it is taken to be the wrapper's last word");
    }
    PodTimes times = times(pod, clocks, released);
    remarks.addAll(clocks.remarks());
    return new PodAttempt(
        name(last),
        pod.trainer().index(),
        1,
        times,
        end(pod, times, said),
        pod.node(),
        RequestsReader.of(last.at("spec")),
        log,
        grade,
        remarks);
  }

  /** A pod without a uid, in a recording that somebody wrote, is known by its name. */
  static PodName name(KubeObject pod) {
    String uid = pod.uid().isEmpty() ? pod.name() : pod.uid();
    return new PodName(pod.namespace(), pod.name(), uid);
  }

  private PodTimes times(PodVersions pod, Clocks clocks, Optional<Instant> released) {
    KubeObject last = pod.last();
    Instant created = last.created().orElse(Instant.EPOCH);
    Optional<Instant> bound = last.since("PodScheduled");
    Optional<Instant> acknowledged = last.time("status", "startTime");
    if (bound.isEmpty() && acknowledged.isEmpty()) {
      return Clocks.unplaced(created, released);
    }
    // billing ends with the release, whatever container is told to have gone on
    return new PodTimes(
        created,
        clocks.next("bound", bound),
        clocks.next("acknowledged", acknowledged),
        clocks.next("running", pod.main()),
        clocks.next(
            "exited",
            pod.trainer().terminated().time("finishedAt").filter(t -> pod.main().isPresent())),
        clocks.next("released", released));
  }

  private PodEnd end(PodVersions pod, PodTimes times, Optional<TrainerLog.Said> said) {
    if (times.released().isEmpty()) {
      return new PodEnd(Cause.RUNNING, OptionalInt.empty(), "");
    }
    return EndReader.of(
        pod, said, times.released().flatMap(end -> queue.evicted(times.created(), end)));
  }
}
