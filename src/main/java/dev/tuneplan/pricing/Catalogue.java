package dev.tuneplan.pricing;

import java.util.List;

/**
 * A public catalogue as read, before anything is looked up.
 *
 * @param format how it was written
 * @param provider in this project's names; all rows are of one provider
 * @param rows those that may become offers
 * @param remarks about rows that were left out or changed while reading
 * @param read how many rows it had
 */
record Catalogue(
    PriceFormat format, String provider, List<ForeignRow> rows, List<Remark> remarks, int read) {
  Catalogue {
    rows = List.copyOf(rows);
    remarks = List.copyOf(remarks);
  }
}
