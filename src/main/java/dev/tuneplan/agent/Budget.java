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
 * @param attempts that there were before this one in the same launch, on this node
 * @param limits of the run
 */
record Budget(double before, int attempts, Limits limits) {
  /** With what the other attempts beside this one took; what cannot be read counts as nothing. */
  static Budget of(Settings settings) {
    Path own = settings.attempt();
    double sum = 0;
    int count = 0;
    try (DirectoryStream<Path> attempts =
        Files.newDirectoryStream(own.toAbsolutePath().getParent(), "[0-9]*")) {
      for (Path other : attempts) {
        int node = Attempts.node(other);
        boolean mine = node == Attempts.node(own);
        boolean counts = Attempts.number(other) > 0 && (node == 0 || mine);
        if (counts && !Files.isSameFile(other, own)) {
          List<Event> events = EventLog.read(other.resolve(Wrapper.EVENTS), EventLog.OFTEN);
          // one node of several counts: the rate is that of the whole run
          sum += node == 0 ? seconds(events) : 0;
          count += mine && of(settings.launch(), events) ? 1 : 0;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return new Budget(sum, count, settings.limits());
    }
    return new Budget(sum, count, settings.limits());
  }

  /** Whether an attempt was of a launch; without a word about that all are of one. */
  private static boolean of(String launch, List<Event> events) {
    return launch.isEmpty()
        || events.stream().anyMatch(e -> e.text(Wrapper.LAUNCH).filter(launch::equals).isPresent());
  }

  /** How long an attempt took, or at least took when it was killed. */
  static double seconds(List<Event> events) {
    return events.stream().mapToDouble(e -> e.number(Wrapper.SECONDS).orElse(0)).max().orElse(0);
  }

  /** Why no trainer may be started any more. */
  Optional<String> spent() {
    if (limits.attempts().isPresent() && attempts >= limits.attempts().getAsInt()) {
      return Optional.of(
          "this launch had "
              + attempts
              + " attempts, and --max-attempts allows "
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
