package dev.tuneplan.cost.bill;

import dev.tuneplan.base.Money;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.cost.bill.BillColumns.Role;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.files.CsvText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads an invoice as clouds export it. */
public final class BillReader {
  private static final BigDecimal NANOS_OF_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

  /** Kinds of lines that are use: AWS's, FOCUS's and Google's. */
  private static final Set<String> USE =
      Set.of("usage", "discountedusage", "savingsplancoveredusage", "regular");

  private static final Set<String> HOURS = Set.of("hours", "hour", "hrs", "hr", "h");

  private final Problems problems = new Problems();
  private final Map<String, Integer> left = new TreeMap<>();
  private final CsvText csv;
  private final BillColumns columns;
  private final Reading reading;

  /**
   * How a file is read.
   *
   * @param columns the user's names of columns, by {@code resource}, {@code start}, {@code end},
   *     {@code cost}, {@code currency}, {@code sku}, {@code quantity}, {@code unit}, {@code kind}
   * @param currency of files that do not say it; empty: they must
   * @param sku lines whose SKU does not contain it are left out; empty: none
   */
  public record Reading(Map<String, String> columns, String currency, String sku) {
    /** Whether something is a word of {@link #columns}. */
    public static boolean known(String word) {
      for (Role role : Role.values()) {
        if (role.word().equals(word)) {
          return true;
        }
      }
      return false;
    }
  }

  private BillReader(CsvText csv, Reading reading) {
    this.csv = csv;
    this.reading = reading;
    this.columns = BillColumns.of(csv, reading.columns, problems);
    if (!columns.names().containsKey(Role.CURRENCY) && reading.currency.isEmpty()) {
      problems.add(
          new Place(csv.name(), 1, 1),
          "currency",
          "no column says it; name it with --map currency=COLUMN, or say it with --currency");
    }
  }

  /**
   * Reads.
   *
   * @param source the file's name, which is kept with what it says
   * @throws dev.tuneplan.base.InvalidInput with every fault at once
   */
  public static Bill read(CsvText csv, String source, Reading reading) {
    BillReader reader = new BillReader(csv, reading);
    return reader.bill(source);
  }

  private Bill bill(String source) {
    // without its columns every line would be at fault
    problems.throwIfAny();
    Map<List<Object>, PaidHours> sums = new LinkedHashMap<>();
    for (CsvText.Row row : csv.rows()) {
      line(row, source)
          .ifPresent(p ->
              sums.merge(
                  List.of(p.machine(), p.sku(), p.span(), p.currency()), p, BillReader::both));
    }
    problems.throwIfAny();
    return new Bill(new ArrayList<>(sums.values()), left);
  }

  private static PaidHours both(PaidHours a, PaidHours b) {
    return new PaidHours(
        a.machine(),
        a.sku(),
        a.span(),
        a.hours().add(b.hours()),
        a.cost().plus(b.cost()),
        a.currency(),
        a.source());
  }

  private void leave(String why) {
    left.merge(why, 1, Integer::sum);
  }

  private Optional<PaidHours> line(CsvText.Row row, String source) {
    Optional<String> kind =
        columns.text(row, Role.KIND).map(k -> k.toLowerCase(java.util.Locale.ROOT));
    if (kind.filter(k -> !USE.contains(k)).isPresent()) {
      leave("no use, but " + columns.text(row, Role.KIND).orElse(""));
      return Optional.empty();
    }
    Optional<String> machine = columns.text(row, Role.RESOURCE);
    if (machine.isEmpty()) {
      leave("of no resource");
      return Optional.empty();
    }
    String sku = columns.text(row, Role.SKU).orElse("");
    if (!sku.contains(reading.sku)) {
      leave("of another SKU");
      return Optional.empty();
    }
    Optional<Instant> from = time(row, Role.START);
    Optional<Instant> to = time(row, Role.END);
    Optional<BigDecimal> cost = number(row, cost(kind.orElse("")));
    Optional<String> currency = currency(row);
    Optional<BigDecimal> quantity =
        columns.text(row, Role.QUANTITY).isPresent()
            ? number(row, Role.QUANTITY)
            : Optional.empty();
    if (from.isEmpty() || to.isEmpty() || cost.isEmpty() || currency.isEmpty()) {
      return Optional.empty();
    }
    if (!to.get().isAfter(from.get())) {
      problems.add(
          columns.place(row, Role.END),
          columns.column(Role.END),
          "must be after " + columns.column(Role.START) + " (was " + to.get() + ")");
      return Optional.empty();
    }
    if (cost.get().signum() < 0) {
      leave("a refund");
      return Optional.empty();
    }
    Span span = new Span(from.get(), to.get());
    return Optional.of(
        new PaidHours(
            machine.get(),
            sku,
            span,
            hours(row, span, quantity),
            new Money(cost.get()),
            currency.get(),
            source));
  }

  private Role cost(String kind) {
    return switch (kind) {
      case "discountedusage" ->
          columns.names().containsKey(Role.RESERVED) ? Role.RESERVED : Role.COST;
      case "savingsplancoveredusage" ->
          columns.names().containsKey(Role.SAVED) ? Role.SAVED : Role.COST;
      default -> Role.COST;
    };
  }

  /**
   * A machine that began within an hour is on a line of the whole hour with a quantity below one:
   * the quantity counts where it is in hours.
   */
  private BigDecimal hours(CsvText.Row row, Span span, Optional<BigDecimal> quantity) {
    BigDecimal whole =
        BigDecimal.valueOf(span.length().toNanos()).divide(NANOS_OF_HOUR, MathContext.DECIMAL64);
    boolean counts =
        columns
            .text(row, Role.UNIT)
            .map(u -> HOURS.contains(u.toLowerCase(java.util.Locale.ROOT)))
            .orElse(true);
    return quantity.filter(q -> counts && q.signum() > 0 && q.compareTo(whole) <= 0).orElse(whole);
  }

  private Optional<String> currency(CsvText.Row row) {
    String said = columns.text(row, Role.CURRENCY).orElse(reading.currency);
    if (said.matches("[A-Z]{3}")) {
      return Optional.of(said);
    }
    problems.add(
        columns.place(row, Role.CURRENCY),
        columns.column(Role.CURRENCY),
        "must be three capital letters such as USD (was '" + said + "')");
    return Optional.empty();
  }

  private Optional<Instant> time(CsvText.Row row, Role role) {
    String said = columns.text(row, role).orElse("");
    String iso = said.replace(" UTC", "").replace(' ', 'T');
    try {
      return Optional.of(
          iso.endsWith("Z") || iso.matches(".*T.*[+-][0-9]{2}:[0-9]{2}")
              ? Instant.parse(iso)
              : LocalDateTime.parse(iso.contains("T") ? iso : iso + "T00:00:00")
                  .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      problems.add(
          columns.place(row, role),
          columns.column(role),
          "must be a time such as 2026-11-20T09:00:00Z (was '" + said + "')");
      return Optional.empty();
    }
  }

  private Optional<BigDecimal> number(CsvText.Row row, Role role) {
    String said = columns.text(row, role).orElse("");
    if (said.matches("-?[0-9]{1,15}(\\.[0-9]{0,30})?([eE]-?[0-9]{1,2})?")) {
      return Optional.of(new BigDecimal(said));
    }
    problems.add(
        columns.place(row, role), columns.column(role), "must be a number (was '" + said + "')");
    return Optional.empty();
  }
}
