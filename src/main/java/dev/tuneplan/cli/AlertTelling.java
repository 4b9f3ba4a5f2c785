package dev.tuneplan.cli;

import dev.tuneplan.budget.Alert;
import dev.tuneplan.budget.Standing;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.ledger.AlertBook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Tells each alert once. It is claimed before it is posted and confirmed after it: of several
 * processes one posts, and one that is killed in between is followed by another, so that somebody
 * may be told twice but never not at all.
 *
 * @param said takes alerts, for who looks on
 * @param note takes what goes wrong with posting
 */
record AlertTelling(
    AlertBook book, Optional<Webhook> webhook, Consumer<Alert> said, Consumer<String> note) {
  /** Longer than all tries of a webhook take. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  static AlertTelling of(AlertBook book, @Nullable CommandSpec command) throws IOException {
    Consumer<String> note = t -> Main.note(command, t);
    return new AlertTelling(book, Webhook.standard(), a -> note.accept(a.text()), note);
  }

  /** Tells what is to be told; whether all of it was. */
  boolean all(Budgets budgets) throws InterruptedException {
    // both, whatever becomes of the first
    return thresholds(budgets.standings()) & forecasts(budgets.unbooked());
  }

  /** Tells which thresholds were reached; whether all of it was told. */
  boolean thresholds(List<Standing> standings) throws InterruptedException {
    boolean told = true;
    for (Standing s : standings) {
      Optional<Integer> reached = s.reached();
      if (reached.isPresent()) {
        // lower ones that were reached at the same time have nothing to add
        told &= tell(Alert.of(s, reached.get()));
        Alert.below(s, reached.get()).forEach(k -> book.settle(k, Instant.now()));
      }
    }
    return told;
  }

  /** Tells which runs will be far dearer than planned; whether all of it was told. */
  boolean forecasts(List<LiveRun> runs) throws InterruptedException {
    boolean told = true;
    for (LiveRun run : runs) {
      if (run.dearer()) {
        told &=
            tell(Alert.forecast(run.id(), run.view().run().name(), run.planned(), run.expected()));
      }
    }
    return told;
  }

  private boolean tell(Alert alert) throws InterruptedException {
    if (!book.claim(alert, Instant.now(), LEASE)) {
      return true;
    }
    said.accept(alert);
    Optional<String> failed =
        webhook.isPresent() ? webhook.get().post(json(alert)) : Optional.empty();
    if (failed.isPresent()) {
      note.accept(
          "the webhook did not take this: "
              + failed.get()
              + "; the next check in a minute or later tries again");
      return false;
    }
    book.delivered(alert.key(), Instant.now());
    return true;
  }

  /** Slack, Mattermost and Teams show the text; programs read the rest. */
  private static String json(Alert alert) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", alert.text());
    tree.putAll(alert.fields());
    return JsonText.of(tree);
  }
}
