package dev.tuneplan.reconcile.show;

import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;

/** A reconciliation as text and as Markdown. */
public final class TextForm {
  private TextForm() {}

  /** For a terminal: lines of any width, without colours. */
  public static String text(Reconciliation r, Bridge.Method method) {
    Words w = Words.of(r, method);
    StringBuilder out = new StringBuilder();
    out.append(w.title()).append('\n');
    out.append(w.headline()).append("; ").append(w.evidence()).append("\n\n");
    if (r.bridge(method).isPresent()) {
      out.append(w.bridge().text()).append('\n');
    }
    out.append(w.uses().text()).append('\n');
    out.append(w.pods().text()).append('\n');
    w.use().ifPresent(g -> out.append(g.text()).append('\n'));
    w.sentences().forEach(s -> out.append(s).append('\n'));
    return out.toString();
  }

  /** For a pull request or a page of notes. */
  public static String markdown(Reconciliation r, Bridge.Method method) {
    Words w = Words.of(r, method);
    StringBuilder out = new StringBuilder();
    out.append("### ").append(w.title()).append("\n\n");
    out.append("**").append(w.headline()).append("**; ").append(w.evidence()).append("\n\n");
    if (r.bridge(method).isPresent()) {
      out.append(w.bridge().markdown()).append('\n');
    }
    out.append(w.uses().markdown()).append('\n');
    out.append(w.pods().markdown()).append('\n');
    w.use().ifPresent(g -> out.append(g.markdown()).append('\n'));
    w.sentences().forEach(s -> out.append("- ").append(s).append('\n'));
    return out.toString();
  }
}
