package dev.tuneplan.pricing;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.CsvText;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads the numbers of a price list's fields and notes every fault. */
final class Numbers {
  /** No machine costs as much an hour; more is a wrong unit or a wrong column. */
  private static final BigDecimal DEAREST = new BigDecimal("1e6");

  private final Problems problems;

  Numbers(Problems problems) {
    this.problems = problems;
  }

  /** USD per hour; 0 is given back as 0. Empty fields, NaN and null count as absent. */
  Optional<BigDecimal> usd(CsvText.Row row, String column) {
    Optional<BigDecimal> price = number(row, column);
    if (price.isPresent() && (price.get().signum() < 0 || price.get().compareTo(DEAREST) > 0)) {
      problems.add(
          row.place(column),
          column,
          "must be 0..1000000 USD per hour (was " + price.get().toPlainString() + ")");
      return Optional.empty();
    }
    return price;
  }

  /** A number of any size. */
  Optional<BigDecimal> number(CsvText.Row row, String column) {
    Optional<String> text =
        row.text(column)
            .filter(t -> !t.equalsIgnoreCase("nan") && !t.equals("None") && !t.equals("null"));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<BigDecimal> value = plain(text.get());
    if (value.isPresent()) {
      return value;
    }
    problems.add(row.place(column), column, "must be a number (was '" + text.get() + "')");
    return Optional.empty();
  }

  /** A number that can be written out in a few digits; empty for anything else. */
  static Optional<BigDecimal> plain(String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      // An exponent such as 1e999999999 would need that many digits to be written out.
      return Math.abs((long) value.precision() - value.scale()) <= 30
              && Math.abs(value.scale()) <= 30
          ? Optional.of(value)
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
