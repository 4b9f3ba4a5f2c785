package dev.tuneplan.pricing;

import dev.tuneplan.base.Place;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds imported lines against the shipped price list: old catalogues understate, or overstate. */
final class Comparison {
  private static final BigDecimal FAR = new BigDecimal("1.2");

  private final String file;
  private final KnownMachines machines;

  Comparison(String file, KnownMachines machines) {
    this.file = file;
    this.machines = machines;
  }

  /** A remark for each line that is older than the shipped one, or far from it. */
  List<Remark> of(List<PriceRow> rows) {
    List<Remark> remarks = new ArrayList<>();
    for (PriceRow row : rows) {
      Optional<PriceRow> known =
          machines.find(row.key()).filter(k -> !k.date().equals(PriceRow.UNDATED));
      known
          .filter(k -> k.newerThan(row))
          .ifPresent(k -> remarks.add(remark(row, Reason.OLDER, k.date())));
      known
          .filter(k -> far(row.onDemand(), k.onDemand()))
          .ifPresent(k ->
              remarks.add(
                  remark(
                      row,
                      Reason.DIFFERS,
                      String.format(
                          Locale.ROOT,
                          "%s %s %s here, %s of %s there",
                          row.instanceType(),
                          row.region(),
                          cents(row.onDemand()),
                          cents(k.onDemand()),
                          k.date()))));
    }
    return remarks;
  }

  private Remark remark(PriceRow row, Reason reason, String subject) {
    return new Remark(
        Place.of(file), row.instanceType() + " " + row.region(), reason, reason.sentence(subject));
  }

  private static boolean far(Optional<BigDecimal> a, Optional<BigDecimal> b) {
    return a.isPresent()
        && b.isPresent()
        && (a.get().compareTo(b.get().multiply(FAR)) > 0
            || b.get().compareTo(a.get().multiply(FAR)) > 0);
  }

  private static String cents(Optional<BigDecimal> usd) {
    return usd.map(u -> u.setScale(2, RoundingMode.HALF_UP).toPlainString()).orElse("unpriced");
  }
}
