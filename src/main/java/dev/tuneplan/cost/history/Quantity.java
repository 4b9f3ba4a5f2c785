package dev.tuneplan.cost.history;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Reads Kubernetes quantities (k8s.io/apimachinery v0.34.4, pkg/api/resource/quantity.go). */
final class Quantity {
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigDecimal GIB = KIBI.pow(3);
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
          Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
          Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", BigDecimal.ONE.movePointRight(3)),
          Map.entry("M", BigDecimal.ONE.movePointRight(6)),
          Map.entry("G", BigDecimal.ONE.movePointRight(9)),
          Map.entry("T", BigDecimal.ONE.movePointRight(12)),
          Map.entry("P", BigDecimal.ONE.movePointRight(15)),
          Map.entry("E", BigDecimal.ONE.movePointRight(18)),
          Map.entry("Ki", KIBI),
          Map.entry("Mi", KIBI.pow(2)),
          Map.entry("Gi", GIB),
          Map.entry("Ti", KIBI.pow(4)),
          Map.entry("Pi", KIBI.pow(5)),
          Map.entry("Ei", KIBI.pow(6)));

  private Quantity() {}

  /** An amount such as {@code 100m}, {@code 64Gi} or {@code 1e3}; empty when it is none. */
  static Optional<BigDecimal> of(String text) {
    String number = text.replaceFirst("[A-DF-Za-df-z][A-Za-z]?$|E$|Ei$", "");
    BigDecimal suffix = SUFFIXES.get(text.substring(number.length()));
    // an exponent of three digits has no use but to fill the memory
    if (suffix == null
        || !number.matches("[+-]?[0-9]{0,30}\\.?[0-9]{0,30}([eE][+-]?[0-9]{1,2})?")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(number).multiply(suffix));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** An amount of bytes in GiB. */
  static Optional<BigDecimal> gib(String text) {
    // a power of two has an end in decimals
    return of(text).map(v -> v.divide(GIB));
  }
}
