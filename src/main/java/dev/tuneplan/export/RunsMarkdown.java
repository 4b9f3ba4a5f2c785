package dev.tuneplan.export;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.reconcile.show.Brief;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * For a pull request: each run's plan beside what it cost, why, and where it went. Runs are told
 * whole, as long as anything of them is inside the window.
 */
public final class RunsMarkdown implements Exporter {
  private final Writer out;
  private final Window window;
  private final List<Brief> runs = new ArrayList<>();
  private final Map<String, Money> totals = new TreeMap<>();

  /** Nothing is written before all runs are there. */
  public RunsMarkdown(Writer out, Window window) {
    this.out = out;
    this.window = window;
  }

  @Override
  public void add(Reconciliation run) {
    boolean inside =
        window.equals(Window.ALL)
            || run.cost().pods().stream()
                .anyMatch(p -> window.within(p.timeline().span()).isPresent())
            || run.cost().facts().wall().filter(this::inside).isPresent();
    if (inside) {
      runs.add(Brief.of(run));
      totals.merge(run.cost().currency(), run.cost().total(), Money::plus);
    }
  }

  private boolean inside(Span span) {
    return window.within(span).isPresent();
  }

  @Override
  public void close() throws IOException {
    if (runs.size() == 1) {
      out.write("### " + runs.getFirst().title() + "\n\n" + runs.getFirst().body());
    } else {
      out.write("### What " + runs.size() + " runs cost\n\n");
      out.write(Brief.table(runs, totals));
      for (Brief run : runs) {
        out.write("\n<details><summary>" + run.title() + "</summary>\n\n");
        out.write(run.body());
        out.write("\n</details>\n");
      }
    }
    out.close();
  }
}
