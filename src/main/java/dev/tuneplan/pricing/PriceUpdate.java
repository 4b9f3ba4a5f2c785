package dev.tuneplan.pricing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an import changes in a user's price list.
 *
 * @param rows the whole list afterwards: old lines in their order, then new ones
 * @param added lines for machines that the list did not have
 * @param updated lines that replace older ones
 * @param unchanged lines that were there already
 * @param kept old lines whose price is of a later date than the import's
 */
public record PriceUpdate(
    List<PriceRow> rows,
    List<PriceRow> added,
    List<PriceRow> updated,
    List<PriceRow> unchanged,
    List<PriceRow> kept) {
  public PriceUpdate {
    rows = List.copyOf(rows);
    added = List.copyOf(added);
    updated = List.copyOf(updated);
    unchanged = List.copyOf(unchanged);
    kept = List.copyOf(kept);
  }

  /** Adds lines to a list; doing it twice changes nothing more. */
  public static PriceUpdate of(List<PriceRow> old, List<PriceRow> imported) {
    Map<PriceRow.Key, List<PriceRow>> rows = new LinkedHashMap<>();
    old.forEach(r -> rows.computeIfAbsent(r.key(), k -> new ArrayList<>()).add(r));
    List<PriceRow> added = new ArrayList<>();
    List<PriceRow> updated = new ArrayList<>();
    List<PriceRow> unchanged = new ArrayList<>();
    List<PriceRow> kept = new ArrayList<>();
    for (PriceRow row : imported) {
      // A user may have written several lines for one machine; a newer price replaces them all.
      List<PriceRow> before = rows.getOrDefault(row.key(), List.of());
      if (before.equals(List.of(row))) {
        unchanged.add(row);
      } else if (before.stream().anyMatch(b -> b.newerThan(row))) {
        kept.addAll(before);
      } else {
        (before.isEmpty() ? added : updated).add(row);
        rows.put(row.key(), List.of(row));
      }
    }
    return new PriceUpdate(
        rows.values().stream().flatMap(List::stream).toList(), added, updated, unchanged, kept);
  }

  /** Whether the list is not what it was. */
  public boolean changes() {
    return !added.isEmpty() || !updated.isEmpty();
  }
}
