package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.facts.TrainerLog;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the facts of a run from what was recorded of it. */
public final class HistoryReader {
  private final Recorded recorded;
  private final Nodes nodes = new Nodes();
  private final Queue queue = new Queue();
  private final Map<String, PodVersions> pods = new LinkedHashMap<>();
  private final Map<String, Watched> jobs = new LinkedHashMap<>();

  private HistoryReader(Recorded recorded) {
    this.recorded = recorded;
  }

  /** Reads; what is broken or missing is said in the remarks, never thrown. */
  public static RunFacts read(Recorded recorded) {
    return new HistoryReader(recorded).facts();
  }

  private RunFacts facts() {
    WatchLines lines = WatchLines.of(recorded.watch());
    lines.watched().forEach(this::add);
    pods.values().forEach(p -> p.settle(nodes));
    Optional<JobFacts> job = job();
    boolean over = job.map(j -> j.state().over()).orElse(true);
    Logs logs = new Logs(recorded.logs());
    PodReader reader = new PodReader(nodes, queue, logs, over);
    List<PodAttempt> found = new ArrayList<>(pods.values().stream().map(reader::of).toList());
    found.addAll(unseen(job, logs.left(), found, over));
    List<PodAttempt> numbered = numbered(found);
    List<String> remarks = new ArrayList<>();
    if (lines.broken() > 0) {
      remarks.add(lines.broken() + " lines of the recording are no JSON and were left out");
    }
    missing(job, numbered).ifPresent(remarks::add);
    return new RunFacts(
        run(job),
        job,
        numbered,
        queue.waits(),
        asOf(lines, numbered),
        Completeness.of(pending(job, numbered)),
        remarks);
  }

  private void add(Watched watched) {
    switch (watched.kind()) {
      case "Node" -> {
        nodes.add(watched);
        pods.values().forEach(p -> p.settle(nodes));
      }
      case "Workload" -> {
        if (owned(watched.object())) {
          queue.add(watched);
        }
      }
      case "Pod" -> {
        if (recorded.has(watched.object())) {
          String uid = PodReader.name(watched.object()).uid();
          PodVersions before = pods.get(uid);
          if (before == null) {
            pods.put(uid, new PodVersions(watched, nodes));
          } else {
            before.add(watched, nodes);
          }
        }
      }
      case "Job", "JobSet", "TrainJob" -> {
        if (recorded.has(watched.object())) {
          jobs.put(watched.kind(), watched);
        }
      }
      default -> {}
    }
  }

  /** Whether a queue's object is of this run: its pods' template has the label. */
  private boolean owned(KubeObject workload) {
    return recorded.run().isEmpty()
        || workload.items("spec", "podSets").stream()
            .anyMatch(s ->
                s.text("template", "metadata", "labels", Labels.RUN_ID).equals(recorded.run()));
  }

  private Optional<JobFacts> job() {
    return JobReader.KINDS.stream()
        .filter(jobs::containsKey)
        .findFirst()
        .map(jobs::get)
        .map(JobReader::of);
  }

  private String run(Optional<JobFacts> job) {
    return recorded
        .run()
        .or(() -> job.flatMap(j -> Optional.ofNullable(j.labels().get(Labels.RUN_ID))))
        .or(() ->
            pods.values().stream().flatMap(p -> p.last().label(Labels.RUN_ID).stream()).findFirst())
        .orElse("");
  }

  private static List<PodAttempt> unseen(
      Optional<JobFacts> job, List<TrainerLog> logs, List<PodAttempt> seen, boolean over) {
    Optional<NodeFacts> node = seen.stream().flatMap(p -> p.node().stream()).findFirst();
    Unseen unseen = new Unseen(job, node);
    if (!logs.isEmpty()) {
      return logs.stream().map(unseen::of).toList();
    }
    return seen.isEmpty() && over ? unseen.ofJob() : List.of();
  }

  /** Numbers the tries of each node in the order of their creation. */
  private static List<PodAttempt> numbered(List<PodAttempt> pods) {
    Map<Integer, Integer> times = new HashMap<>();
    return pods.stream()
        .sorted(
            Comparator.comparing((PodAttempt p) -> p.times().created())
                .thenComparing(p -> p.pod().uid()))
        .map(p -> p.at(p.index(), times.merge(p.index(), 1, Integer::sum)))
        .toList();
  }

  /** When the recording ends. */
  private static Optional<Instant> asOf(WatchLines lines, List<PodAttempt> pods) {
    return Stream.concat(
            lines.watched().stream().flatMap(w -> w.at().stream()),
            pods.stream().flatMap(p -> p.log().stream()).map(l -> l.span().to()))
        .max(Comparator.naturalOrder());
  }

  private static Optional<String> missing(Optional<JobFacts> job, List<PodAttempt> pods) {
    int counted =
        job.filter(j -> j.kind().equals("Job")).map(j -> j.succeeded() + j.failed()).orElse(0);
    int lost = counted - pods.size();
    return lost > 0
        ? Optional.of(
            "the Job counts "
                + counted
                + " pods and "
                + lost
                + " of them were never seen: what they cost is missing")
        : Optional.empty();
  }

  private static List<String> pending(Optional<JobFacts> job, List<PodAttempt> pods) {
    List<String> why = new ArrayList<>();
    job.filter(j -> !j.state().over())
        .ifPresent(j ->
            why.add(
                "the "
                    + j.kind()
                    + " is not over: it is "
                    + (j.state() == JobFacts.State.SUSPENDED ? "suspended" : "active")));
    List<String> open =
        pods.stream()
            .filter(p -> !p.times().unplaced() && p.times().released().isEmpty())
            .map(p -> p.pod().name())
            .toList();
    if (!open.isEmpty()) {
      why.add("nothing tells of the end of " + String.join(", ", open));
    }
    if (pods.isEmpty()) {
      why.add("no pod was seen");
    }
    return why;
  }
}
