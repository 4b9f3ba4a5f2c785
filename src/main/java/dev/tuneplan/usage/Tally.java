package dev.tuneplan.usage;

import dev.tuneplan.base.Money;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up what is read of one log or of a part of it. Not thread-safe. */
public final class Tally {
  /** So many rows of a kind are kept with their places. */
  public static final int KEPT = 10;

  private final Map<CallKey, Calls> calls = new HashMap<>();
  private final Map<BillKey, Money> bills = new HashMap<>();
  private final Map<String, Fault> currencies = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> noUsage = new ArrayList<>();
  private final List<Fault> cut = new ArrayList<>();
  private final EnumMap<Left, Long> left = new EnumMap<>(Left.class);
  private long rows;
  private long bad;
  private boolean more;

  private record BillKey(String item, int day) {}

  /** Notes calls. */
  public void call(CallKey key, Calls some) {
    rows++;
    calls.merge(key, some, Calls::plus);
  }

  /** Notes what a provider charged; the currency as it is written. */
  public void bill(Bill bill, String currency, Fault at) {
    rows++;
    bills.merge(new BillKey(bill.item(), bill.day()), bill.amount(), Money::plus);
    currencies.merge(currency.toUpperCase(java.util.Locale.ROOT), at, Tally::first);
  }

  private static Fault first(Fault a, Fault b) {
    return a.line() <= b.line() ? a : b;
  }

  /** Notes a row that is no call that costs something. */
  public void left(Left why, Fault at) {
    rows++;
    left.merge(why, 1L, Long::sum);
    if (why == Left.NO_USAGE && noUsage.size() < KEPT) {
      noUsage.add(at);
    }
  }

  /** Notes a row that cannot be used. */
  public void fault(Fault fault) {
    rows++;
    bad++;
    if (faults.size() < KEPT) {
      faults.add(fault);
    }
  }

  /** Notes that the log ends in the middle of a row. */
  public void cut(Fault at) {
    cut.add(at);
  }

  /** Notes whether the last page that was read says that there are more. */
  public void more(boolean says) {
    more = says;
  }

  /**
   * Adds what follows in the same log.
   *
   * @param lines that come before it
   */
  public void follow(Tally next, long lines) {
    next.calls.forEach((k, v) -> calls.merge(k, v, Calls::plus));
    next.bills.forEach((k, v) -> bills.merge(k, v, Money::plus));
    next.currencies.forEach((k, v) -> currencies.merge(k, moved(v, lines), Tally::first));
    next.left.forEach((k, v) -> left.merge(k, v, Long::sum));
    append(faults, next.faults, lines);
    append(noUsage, next.noUsage, lines);
    append(cut, next.cut, lines);
    rows += next.rows;
    bad += next.bad;
    more = next.more;
  }

  private static void append(List<Fault> to, List<Fault> some, long lines) {
    for (Fault f : some) {
      if (to.size() < KEPT) {
        to.add(moved(f, lines));
      }
    }
  }

  private static Fault moved(Fault f, long lines) {
    return lines == 0 ? f : new Fault(f.line() + lines, f.column(), f.subject(), f.rule());
  }

  /** What costs the same a token, added up. */
  public Map<CallKey, Calls> calls() {
    return Map.copyOf(calls);
  }

  /** What was charged, by thing and day. */
  public List<Bill> bills() {
    return bills.entrySet().stream()
        .map(e -> new Bill(e.getKey().item(), e.getKey().day(), e.getValue()))
        .toList();
  }

  /** Where each currency is met first, in capitals. */
  public Map<String, Fault> currencies() {
    return Map.copyOf(currencies);
  }

  /** The first rows that cannot be used, at most {@link #KEPT}. */
  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** The first calls without usage, at most {@link #KEPT}. */
  public List<Fault> noUsage() {
    return List.copyOf(noUsage);
  }

  /** Where the log ends in the middle of a row. */
  public List<Fault> cut() {
    return List.copyOf(cut);
  }

  /** Rows that are no calls that cost something. */
  public Map<Left, Long> left() {
    return Map.copyOf(left);
  }

  /** All rows, bad ones too. */
  public long rows() {
    return rows;
  }

  /** Rows that cannot be used. */
  public long bad() {
    return bad;
  }

  /** Whether the last page says that there are more. */
  public boolean more() {
    return more;
  }
}
