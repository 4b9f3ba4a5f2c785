package dev.tuneplan.agent;

import dev.tuneplan.agent.record.Attempts;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.EventLog;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How much of a run's budget is left, over all of its attempts. Kubernetes counts no such thing:
 * its deadline begins anew with each attempt or counts the wait in the queue.
 *
 * @param before seconds that earlier attempts took
 * @param attempt which one this is, from 1
 * @param limits of the run
 */
record Budget(double before, int attempt, Limits limits) {
  /** With what the other attempts beside this one took; what cannot be read counts as nothing. */
  static Budget of(Path attempt, Limits limits) {
    double sum = 0;
    try (DirectoryStream<Path> attempts =
        Files.newDirectoryStream(attempt.toAbsolutePath().getParent(), "[0-9]*")) {
      for (Path other : attempts) {
        // one node of several counts: the rate is that of the whole run
        boolean first = Attempts.number(other) > 0 && Attempts.node(other) == 0;
        if (first && !Files.isSameFile(other, attempt)) {
          sum += seconds(EventLog.read(other.resolve(Wrapper.EVENTS), EventLog.OFTEN));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return new Budget(sum, Attempts.number(attempt), limits);
    }
    return new Budget(sum, Attempts.number(attempt), limits);
  }

  /** How long an attempt took, or at least took when it was killed. */
  static double seconds(List<Event> events) {
    return events.stream().mapToDouble(e -> e.number(Wrapper.SECONDS).orElse(0)).max().orElse(0);
  }

  /** Why no trainer may be started any more. */
  Optional<String> spent() {
    if (limits.attempts().isPresent() && attempt > limits.attempts().getAsInt()) {
      return Optional.of(
          "this would be attempt "
              + attempt
              + ", and --max-attempts allows "
              + limits.attempts().getAsInt()
              + ": nothing was started");
    }
    return before >= limits.seconds()
        ? Optional.of("earlier attempts spent the budget: nothing was started")
        : Optional.empty();
  }

  /** Whether it is time to ask for a checkpoint. */
  boolean near(double now) {
    return before + now >= limits.seconds() - limits.reserveSeconds();
  }
}
