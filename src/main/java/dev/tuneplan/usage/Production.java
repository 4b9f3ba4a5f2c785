package dev.tuneplan.usage;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Money;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * All that some logs tell together.
 *
 * @param calls what costs the same a token
 * @param bills what providers say that they charged
 * @param currency of the bills; empty when there are none
 * @param left rows that are no calls that cost something
 * @param remarks what else the reader of the sums must know, with places
 * @param rows all rows
 */
public record Production(
    Map<CallKey, Calls> calls,
    List<Bill> bills,
    String currency,
    Map<Left, Long> left,
    Remarks remarks,
    long rows) {
  /**
   * What must be known.
   *
   * @param faults rows that cannot be used, the first of them
   * @param bad how many such rows
   * @param noUsage calls without usage, the first of them
   * @param cut where a log ends in the middle of a row
   * @param more logs whose last page says that there are more
   * @param mixed where each currency is met first, when there is more than one
   */
  public record Remarks(
      List<Problem> faults,
      long bad,
      List<Problem> noUsage,
      List<Problem> cut,
      List<String> more,
      List<Problem> mixed) {
    public Remarks {
      mixed = List.copyOf(mixed);
      faults = List.copyOf(faults);
      noUsage = List.copyOf(noUsage);
      cut = List.copyOf(cut);
      more = List.copyOf(more);
    }
  }

  public Production {
    calls = Map.copyOf(calls);
    bills = List.copyOf(bills);
    left = Map.copyOf(left);
  }

  /**
   * Adds logs together. Sums of bills mean nothing before {@link #refuse} was asked.
   *
   * @param logs by their names
   */
  public static Production of(Map<String, Tally> logs) {
    Map<CallKey, Calls> calls = new HashMap<>();
    List<Bill> bills = new ArrayList<>();
    Map<Left, Long> left = new EnumMap<>(Left.class);
    Map<String, Problem> currencies = new TreeMap<>();
    List<Problem> faults = new ArrayList<>();
    List<Problem> noUsage = new ArrayList<>();
    List<Problem> cut = new ArrayList<>();
    List<String> more = new ArrayList<>();
    long bad = 0;
    long rows = 0;
    for (Map.Entry<String, Tally> log : logs.entrySet()) {
      String name = log.getKey();
      Tally tally = log.getValue();
      tally.calls().forEach((k, v) -> calls.merge(k, v, Calls::plus));
      bills.addAll(tally.bills());
      tally.left().forEach((k, v) -> left.merge(k, v, Long::sum));
      tally.currencies().forEach((c, f) -> currencies.putIfAbsent(c, problem(name, f)));
      tally.faults().forEach(f -> faults.add(problem(name, f)));
      tally.noUsage().forEach(f -> noUsage.add(problem(name, f)));
      tally.cut().forEach(f -> cut.add(problem(name, f)));
      if (tally.more()) {
        more.add(name);
      }
      bad += tally.bad();
      rows += tally.rows();
    }
    String currency = currencies.isEmpty() ? "" : currencies.keySet().iterator().next();
    return new Production(
        calls,
        bills,
        currency,
        left,
        new Remarks(faults, bad, noUsage, cut, more, mixed(currencies)),
        rows);
  }

  private static List<Problem> mixed(Map<String, Problem> currencies) {
    List<Problem> problems = new ArrayList<>();
    String all = String.join(", ", currencies.keySet());
    if (currencies.size() > 1) {
      currencies.forEach((currency, where) ->
          problems.add(
              new Problem(
                  where.place(),
                  where.subject(),
                  "is "
                      + currency
                      + " here; amounts in "
                      + all
                      + " cannot be added up: give files of one currency at a time")));
    }
    return problems;
  }

  private static Problem problem(String name, Fault f) {
    int line = (int) Math.min(f.line(), Integer.MAX_VALUE);
    return new Problem(new Place(name, line, f.column()), f.subject(), f.rule());
  }

  /** The same of some days alone; what has no day is left out when not all are wanted. */
  public Production within(IntPredicate days) {
    Map<CallKey, Calls> some = new HashMap<>();
    calls.forEach((k, v) -> {
      if (days.test(k.day())) {
        some.put(k, v);
      }
    });
    List<Bill> billed = bills.stream().filter(b -> days.test(b.day())).toList();
    return new Production(some, billed, currency, left, remarks, rows);
  }

  /** How many calls have no time. */
  public long undated() {
    return calls.entrySet().stream()
        .filter(e -> e.getKey().day() == CallKey.NO_DAY)
        .mapToLong(e -> e.getValue().calls())
        .sum();
  }

  /**
   * Refuses bills in more than one currency, and rows of which too many cannot be used.
   *
   * @param tooMany whether so many bad rows of all rows are
   * @param limit how many may be, in words
   * @throws InvalidInput with all of it
   */
  public void refuse(BiPredicate<Long, Long> tooMany, String limit) {
    List<Problem> problems = new ArrayList<>();
    if (remarks.bad() > 0 && tooMany.test(remarks.bad(), rows)) {
      problems.addAll(remarks.faults());
      problems.add(
          new Problem(
              Place.of(remarks.faults().getFirst().place().file()),
              "",
              String.format(
                  Locale.ROOT,
                  "%,d of %,d rows cannot be used, at most %s may be; mend them, or raise"
                      + " --max-bad-rows",
                  remarks.bad(),
                  rows,
                  limit)));
    }
    problems.addAll(remarks.mixed());
    if (!problems.isEmpty()) {
      throw new InvalidInput(problems);
    }
  }

  /** What was billed for a part of the things. */
  public Money billed(Predicate<Bill> which) {
    return Money.sum(bills.stream().filter(which).map(Bill::amount).toList());
  }
}
