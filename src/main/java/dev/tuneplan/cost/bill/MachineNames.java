package dev.tuneplan.cost.bill;

import dev.tuneplan.cost.facts.NodeFacts;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names under which a machine may be on an invoice: of the node, what the cloud calls it
 * ({@code aws:///us-east-1a/i-0abc}, {@code gce://project/zone/name}, {@code
 * azure:///subscriptions/...}), and the last part of either.
 */
public final class MachineNames {
  private static final int SHORTEST = 4;

  private MachineNames() {}

  /** Of a node. */
  public static Set<String> of(NodeFacts node) {
    Set<String> names = of(node.name());
    node.providerId().ifPresent(id -> names.addAll(of(id)));
    return names;
  }

  /** Of what an invoice says. */
  public static Set<String> of(String resource) {
    String whole =
        resource
            .strip()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^[a-z]+://", "")
            .replaceFirst("^/+", "");
    Set<String> names = new HashSet<>();
    if (!whole.isEmpty()) {
      names.add(whole);
    }
    String last = whole.substring(Math.max(whole.lastIndexOf('/'), whole.lastIndexOf(':')) + 1);
    // the last part of a machine of a scale set is its number there
    if (last.length() >= SHORTEST && !last.matches("[0-9.]+")) {
      names.add(last);
    }
    return names;
  }
}
