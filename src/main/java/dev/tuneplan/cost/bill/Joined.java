package dev.tuneplan.cost.bill;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An invoice beside the machines of runs.
 *
 * @param matched hours in which a run was on the machine
 * @param unmatched the rest, by machine and reason
 */
public record Joined(List<PaidHours> matched, List<Unmatched> unmatched) {
  public Joined {
    matched = List.copyOf(matched);
    unmatched = List.copyOf(unmatched);
  }

  /**
   * Hours of a machine that are of no run.
   *
   * @param lines how many
   * @param cost of them together
   */
  public record Unmatched(String machine, String why, int lines, Money cost, String currency) {
    private Unmatched with(PaidHours p) {
      return new Unmatched(machine, why, lines + 1, cost.plus(p.cost()), currency);
    }
  }

  /** When runs were on which machines. Not thread-safe. */
  public static final class Uses {
    /** By the names of its machine. */
    private final Map<String, List<Use>> byName = new HashMap<>();

    private record Use(Span span, String currency, boolean priced) {}

    /** Takes a run's pods in. */
    public void see(RunCost run) {
      for (PodCost pod : run.pods()) {
        Use use = new Use(pod.timeline().span(), run.currency(), pod.tariff().isPresent());
        pod.pod()
            .node()
            .ifPresent(n ->
                MachineNames.of(n)
                    .forEach(
                        name -> byName.computeIfAbsent(name, k -> new ArrayList<>()).add(use)));
      }
    }

    /** Looks whose hours an invoice's are. */
    public Joined join(Bill bill) {
      List<PaidHours> matched = new ArrayList<>();
      Map<List<String>, Unmatched> unmatched = new LinkedHashMap<>();
      for (PaidHours p : bill.paid()) {
        Optional<String> why = why(p);
        if (why.isEmpty()) {
          matched.add(p);
        } else {
          unmatched.compute(
              List.of(p.machine(), why.get(), p.currency()),
              (k, was) ->
                  (was == null
                          ? new Unmatched(p.machine(), why.get(), 0, Money.ZERO, p.currency())
                          : was)
                      .with(p));
        }
      }
      return new Joined(matched, List.copyOf(unmatched.values()));
    }

    private Optional<String> why(PaidHours p) {
      List<Use> uses =
          MachineNames.of(p.machine()).stream()
              .flatMap(n -> byName.getOrDefault(n, List.of()).stream())
              .toList();
      if (uses.isEmpty()) {
        return Optional.of("no run was on it");
      }
      List<Use> then =
          uses.stream().filter(u -> !u.span.within(p.span()).length().isZero()).toList();
      if (then.isEmpty()) {
        return Optional.of("no run was on it then");
      }
      List<Use> same = then.stream().filter(u -> u.currency.equals(p.currency())).toList();
      if (same.isEmpty()) {
        return Optional.of("the rates of its runs are in " + then.getFirst().currency);
      }
      return same.stream().anyMatch(Use::priced)
          ? Optional.empty()
          : Optional.of("its runs are unpriced; reconcile them with --rates first");
    }
  }
}
