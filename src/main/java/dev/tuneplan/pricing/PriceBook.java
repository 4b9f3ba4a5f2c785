package dev.tuneplan.pricing;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The offers of some price lists. A GPU without an offer is unpriced, never free. */
public record PriceBook(List<Offer> offers) {
  public PriceBook {
    offers = List.copyOf(offers);
  }

  /**
   * Reads price lists; absent files are skipped. A line of a later file replaces every line of
   * earlier files for the same machine, whatever prices it has and of whatever date.
   */
  public static PriceBook read(List<Path> files) {
    return of(files.stream().map(PriceFile::read).toList());
  }

  /** The same of lists that were already read. */
  static PriceBook of(List<List<PriceRow>> lists) {
    Map<PriceRow.Key, List<PriceRow>> rows = new LinkedHashMap<>();
    for (List<PriceRow> list : lists) {
      Set<PriceRow.Key> keys = new HashSet<>();
      for (PriceRow row : list) {
        if (keys.add(row.key())) {
          rows.put(row.key(), List.of(row));
        } else {
          rows.merge(row.key(), List.of(row), PriceBook::joined);
        }
      }
    }
    return new PriceBook(
        rows.values().stream().flatMap(List::stream).flatMap(r -> r.offers().stream()).toList());
  }

  private static List<PriceRow> joined(List<PriceRow> a, List<PriceRow> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }
}
