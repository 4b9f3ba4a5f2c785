package dev.tuneplan.cost.history;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.GpuRequest;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.PodEnd;
import dev.tuneplan.cost.facts.PodName;
import dev.tuneplan.cost.facts.PodTimes;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.facts.TrainerLog;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes the facts of a run on a machine of one's own from what its wrapper wrote: there is no
 * scheduler and no image, so an attempt has its GPUs from its launch to its wrapper's end.
 *
 * @param run its id
 * @param name the run spec's
 * @param labels as a Job of its plan would have them
 * @param created when it was first launched
 * @param gpus that it takes, ≥ 1
 * @param attempts in order
 * @param now until when what runs has run
 */
public record LocalHistory(
    String run,
    String name,
    Map<String, String> labels,
    Instant created,
    int gpus,
    List<Tried> attempts,
    Instant now) {
  /**
   * An attempt.
   *
   * @param number from 1
   * @param begun when a launch made it
   * @param live whether its wrapper runs, or is on its way
   * @param events in order
   */
  public record Tried(int number, Instant begun, boolean live, List<Event> events) {
    public Tried {
      events = List.copyOf(events);
    }
  }

  public LocalHistory {
    labels = Map.copyOf(labels);
    attempts = List.copyOf(attempts);
  }

  /** The facts. */
  public RunFacts facts() {
    List<PodAttempt> pods = attempts.stream().map(this::pod).toList();
    boolean live = attempts.stream().anyMatch(Tried::live);
    List<String> pending =
        live
            ? List.of("the run is not over")
            : attempts.isEmpty() ? List.of("no attempt") : List.of();
    Optional<Instant> last =
        pods.stream().flatMap(p -> p.times().released().stream()).max(Comparator.naturalOrder());
    return new RunFacts(
        run,
        Optional.of(job(pods, live, last)),
        pods,
        List.of(),
        live ? Optional.of(now) : last,
        Completeness.of(pending),
        List.of());
  }

  private JobFacts job(List<PodAttempt> pods, boolean live, Optional<Instant> last) {
    boolean finished = !pods.isEmpty() && pods.getLast().end().cause() == Cause.FINISHED;
    return new JobFacts(
        "local",
        "",
        name,
        created,
        Optional.of(created),
        live ? Optional.empty() : last,
        live ? JobFacts.State.ACTIVE : finished ? JobFacts.State.COMPLETE : JobFacts.State.FAILED,
        finished ? 1 : 0,
        (int) pods.stream().filter(p -> p.end().cause().unfinished()).count(),
        1,
        requests(),
        labels,
        Map.of());
  }

  private Requests requests() {
    return new Requests(
        new GpuRequest("gpu", gpus, 100), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
  }

  private PodAttempt pod(Tried tried) {
    String number = Integer.toString(tried.number);
    Optional<TrainerLog> log = LogReader.of(new Recorded.Log(number, tried.events));
    boolean silent = log.isPresent() && log.flatMap(TrainerLog::end).isEmpty() && !tried.live;
    return new PodAttempt(
        new PodName("", "attempt " + number, run + "/" + number),
        0,
        tried.number,
        times(tried, log),
        end(tried, log),
        Optional.empty(),
        requests(),
        log,
        Evidence.B,
        silent
            ? List.of(
                "its wrapper was killed: it is taken to have ended with its last sign of life")
            : List.of());
  }

  /** An attempt whose wrapper never came had no GPU. */
  private static PodTimes times(Tried tried, Optional<TrainerLog> log) {
    Instant begun = tried.begun;
    if (log.isEmpty()) {
      return new PodTimes(
          begun,
          tried.live ? Optional.of(begun) : Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          tried.live ? Optional.empty() : Optional.of(begun));
    }
    // a clock that was set between launch and wrapper must not turn the order around
    Optional<Instant> end =
        tried.live ? Optional.empty() : Optional.of(later(begun, log.get().span().to()));
    return new PodTimes(begun, Optional.of(begun), Optional.empty(), Optional.of(begun), end, end);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static PodEnd end(Tried tried, Optional<TrainerLog> log) {
    Optional<TrainerLog.Said> said = log.flatMap(TrainerLog::end);
    if (tried.live) {
      return new PodEnd(Cause.RUNNING, OptionalInt.empty(), "");
    }
    return said.map(TrainerLog.Said::end)
        .orElse(new PodEnd(Cause.UNKNOWN, OptionalInt.empty(), "its wrapper died without a word"));
  }
}
