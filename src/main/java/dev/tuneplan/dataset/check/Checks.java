package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Row;
import java.util.ArrayList;
import java.util.List;

/** Several checks as one. Not thread-safe. */
public final class Checks implements Check {
  private final List<Check> checks;

  /** The given ones, in their order. */
  public Checks(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /** Every check of the rows by themselves. */
  public static Checks all() {
    return new Checks(standard());
  }

  /** Every check, and the comparison with evaluation rows. */
  public static Checks all(Overlap.Rows evaluation) {
    List<Check> checks = standard();
    checks.add(new Overlap(evaluation));
    return new Checks(checks);
  }

  private static List<Check> standard() {
    List<Check> checks = new ArrayList<>();
    checks.add(new TooFew());
    checks.add(new Duplicates());
    checks.add(new EmptyAnswers());
    for (RoleOrder.Rule rule : RoleOrder.Rule.values()) {
      checks.add(new RoleOrder(rule));
    }
    checks.add(new NearEmpty());
    checks.add(new PromptEnds());
    checks.add(new ReplacementSigns());
    return checks;
  }

  @Override
  public void see(Row.Good row) {
    checks.forEach(c -> c.see(row));
  }

  @Override
  public List<Finding> findings() {
    return checks.stream().flatMap(c -> c.findings().stream()).toList();
  }
}
