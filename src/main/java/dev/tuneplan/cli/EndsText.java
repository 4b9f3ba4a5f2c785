package dev.tuneplan.cli;

import dev.tuneplan.files.JsonText;
import dev.tuneplan.kube.ends.End;
import dev.tuneplan.kube.ends.RunEnds;
import dev.tuneplan.kube.ends.RunRef;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says which runs of a cluster are there and how each ends, a line each.
 *
 * @param out takes lines
 * @param note takes what goes wrong with looking
 * @param form table for people, anything else: JSON
 */
record EndsText(Consumer<String> out, Consumer<String> note, Output form)
    implements RunEnds.Listener {
  private static final String LIVE = "live";

  @Override
  public void live(RunRef run) {
    line(run, LIVE, "", Optional.empty());
  }

  @Override
  public void earlier(End end) {
    ended(end);
  }

  @Override
  public void ended(End end) {
    line(end.run(), end.how().name().toLowerCase(Locale.ROOT), end.why(), end.at());
  }

  @Override
  public void trouble(String sentence) {
    note.accept(sentence);
  }

  private void line(RunRef run, String state, String why, Optional<Instant> at) {
    if (form != Output.table) {
      Map<String, Object> tree =
          Tree.of(
              "run", run.id(),
              "namespace", run.namespace(),
              "object", run.word(),
              "uid", run.uid(),
              "state", state,
              "why", why.isEmpty() ? Output.None.NONE : why,
              "at", at.<Object>map(Instant::toString).orElse(Output.None.NONE));
      out.accept(JsonText.of(Output.plain(tree)) + "\n");
      return;
    }
    out.accept(
        run.id()
            + "  "
            + run.namespace()
            + "  "
            + run.word()
            + "  "
            + state
            + (why.isEmpty() ? "" : "  " + why)
            + "\n");
  }
}
