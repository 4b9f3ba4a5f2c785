package dev.tuneplan.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes one line of a price list of all the rows for one machine in one region. */
final class RowGroups {
  private static final BigDecimal FAR_APART = new BigDecimal("1.5");
  private static final String ANYWHERE = "any";

  private final String provider;
  private final String date;
  private final String source;
  private final List<Remark> remarks = new ArrayList<>();

  RowGroups(String provider, String date, String source) {
    this.provider = provider;
    this.date = date;
    this.source = source;
  }

  List<Remark> remarks() {
    return remarks;
  }

  /** The lines, in the order in which their first rows came. */
  List<PriceRow> group(List<Placement.Placed> placed) {
    Map<String, Set<Integer>> counts = new HashMap<>();
    placed.forEach(
        p -> counts.computeIfAbsent(p.row().instanceType(), t -> new HashSet<>()).add(p.gpus()));
    Map<PriceRow.Key, List<Placement.Placed>> groups = new LinkedHashMap<>();
    for (Placement.Placed p : placed) {
      String type = p.row().instanceType();
      // Some providers name the machine after its GPU whatever their number.
      String name = counts.getOrDefault(type, Set.of()).size() > 1 ? p.gpus() + "x " + type : type;
      String region = p.row().region().isEmpty() ? ANYWHERE : p.row().region();
      groups
          .computeIfAbsent(
              new PriceRow.Key(provider, region, name, p.gpu().id()), k -> new ArrayList<>())
          .add(p);
    }
    return groups.entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList();
  }

  private PriceRow line(PriceRow.Key key, List<Placement.Placed> rows) {
    Placement.Placed first = rows.getFirst();
    Optional<BigDecimal> onDemand = lowest(rows, ForeignRow::onDemand);
    Optional<BigDecimal> spot = lowest(rows, ForeignRow::spot);
    remark(first, rows, onDemand, spot);
    return new PriceRow(
        provider,
        key.region(),
        key.instanceType(),
        key.gpuId(),
        first.gpus(),
        first.row().machine(),
        onDemand,
        spot,
        date,
        source);
  }

  private void remark(
      Placement.Placed first,
      List<Placement.Placed> rows,
      Optional<BigDecimal> onDemand,
      Optional<BigDecimal> spot) {
    boolean several =
        rows.stream().filter(p -> p.row().onDemand().isPresent()).count() > 1
            || rows.stream().filter(p -> p.row().spot().isPresent()).count() > 1;
    if (several) {
      rows.forEach(p -> remarks.add(Remark.of(p.row(), Reason.ZONES, "")));
    }
    Optional<BigDecimal> dearest =
        all(rows, ForeignRow::spot).stream().max(Comparator.naturalOrder());
    if (spot.isPresent() && dearest.get().compareTo(spot.get().multiply(FAR_APART)) > 0) {
      rows.forEach(p -> remarks.add(Remark.of(p.row(), Reason.SPOT_SPREAD, "")));
    }
    if (spot.isEmpty()) {
      rows.forEach(p -> remarks.add(Remark.of(p.row(), Reason.SPOT_MISSING, "")));
    }
    if (onDemand.isEmpty()) {
      rows.forEach(p -> remarks.add(Remark.of(p.row(), Reason.ON_DEMAND_MISSING, "")));
    }
  }

  private static List<BigDecimal> all(
      List<Placement.Placed> rows, Function<ForeignRow, Optional<BigDecimal>> price) {
    return rows.stream().flatMap(p -> price.apply(p.row()).stream()).toList();
  }

  private static Optional<BigDecimal> lowest(
      List<Placement.Placed> rows, Function<ForeignRow, Optional<BigDecimal>> price) {
    return all(rows, price).stream().min(Comparator.naturalOrder());
  }
}
