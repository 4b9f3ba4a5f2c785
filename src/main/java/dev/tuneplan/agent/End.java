package dev.tuneplan.agent;

import dev.tuneplan.agent.progress.Checkpoints;
import dev.tuneplan.agent.progress.Standing;
import dev.tuneplan.agent.record.Moment;
import dev.tuneplan.agent.record.TerminationMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an attempt ended, with what is written about it.
 *
 * @param data beside the verdict
 */
record End(Verdict verdict, Map<String, Object> data) {
  private static final int TERMINATED = 143;

  /** Before a trainer was started. */
  static End before(Outcome outcome, String why) {
    return new End(new Verdict(outcome, outcome.code(), why), Map.of());
  }

  /** By a signal before a trainer was started. */
  static End neverStarted(Checkpoints checkpoints) {
    Ending ending =
        new Ending(
            TERMINATED,
            Stop.SIGNAL,
            new Ending.Proof.Missing("it was not started yet"),
            checkpoints.newest(),
            false,
            Ending.Words.NONE);
    return new End(ending.verdict(), Map.of());
  }

  /** Of a trainer that ran. */
  static End of(Ending ending, Progressing progress, long lostBytes) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("exit", (long) ending.exit());
    Optional<Standing> standing = progress.board().standing();
    standing.ifPresent(s -> data.putAll(s.tree()));
    ending.checkpoint().ifPresent(c -> data.put("checkpoint", c.folder().toString()));
    ending.words().error().ifPresent(e -> data.put("error", e));
    if (lostBytes > 0) {
      data.put("lostOutputBytes", lostBytes);
    }
    return new End(ending.verdict(), data);
  }

  /** Writes it where everything is written, and where a container's last words go. */
  void record(Wrapper.Parts parts, Moment now) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("outcome", verdict.outcome().word());
    tree.put("code", (long) verdict.code());
    tree.put("why", verdict.why());
    tree.putAll(data);
    tree.putAll(parts.meter().totals());
    parts.journal().state(now, "ended", tree);
    Map<String, Object> last = new LinkedHashMap<>();
    last.put("run", parts.settings().run());
    last.put("attempt", parts.settings().attempt().getFileName().toString());
    last.put(Wrapper.SECONDS, parts.journal().seconds(now));
    last.putAll(tree);
    parts
        .settings()
        .terminationLog()
        .filter(file -> !TerminationMessage.write(file, last))
        .ifPresent(file -> parts.streams().say().accept(file + " cannot be written"));
  }
}
