package dev.tuneplan.economics;

import dev.tuneplan.base.Money;
import dev.tuneplan.managed.TokenCount;
import dev.tuneplan.managed.TokenRates;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another way to a better answer, with a project's own numbers; hours as published in June 2026.
 *
 * @param approach what is done
 * @param paid before, besides people; empty: nothing
 * @param month the first month's calls; empty: not known
 * @param hours of people
 */
public record Alternative(
    String approach, Optional<Money> paid, Optional<Span> month, Hours hours) {
  /** From and to. */
  public record Span(Money low, Money high) {}

  /** From and to, both above 0. */
  public record Hours(BigDecimal low, BigDecimal high) {}

  /** Examples that a prompt with examples usually holds. */
  public static final int SHOTS = 3;

  private static final BigDecimal MOST_OFF = new BigDecimal("0.1");
  private static final BigDecimal LEAST_OFF = new BigDecimal("0.5");

  /**
   * All of them.
   *
   * @param exampleTokens of one example on average, for prompts that hold some
   */
  public static List<Alternative> of(Optional<Weighing> weighing, BigDecimal exampleTokens) {
    List<Alternative> all = new ArrayList<>();
    Optional<Span> now = weighing.map(w -> same(w, w.traffic().before()));
    all.add(new Alternative("zero-shot prompt", Optional.empty(), now, hours(2, 4)));
    all.add(
        new Alternative(
            "few-shot prompt (" + SHOTS + " examples)",
            Optional.empty(),
            weighing.map(w -> same(w, withExamples(w.traffic().before(), exampleTokens))),
            hours(4, 8)));
    all.add(new Alternative("system-prompt work", Optional.empty(), now, hours(8, 16)));
    all.add(
        new Alternative(
            "prompt caching (50-90 % off cached tokens)",
            Optional.empty(), weighing.map(Alternative::cached), hours(2, 4)));
    weighing.ifPresent(w -> {
      for (Weighing.Base base : w.bases()) {
        Money month = month(base.bill(), w.traffic());
        all.add(
            new Alternative(
                "cheaper base model: " + base.model(),
                Optional.empty(),
                Optional.of(new Span(month, month)),
                hours(2, 4)));
      }
      for (Weighed path : w.paths()) {
        path.figures()
            .ifPresent(b ->
                all.add(
                    new Alternative(
                        path.name(),
                        Optional.of(new Money(b.upfront().training())),
                        Optional.of(new Span(b.pathMonth(), b.pathMonth())),
                        new Hours(w.people().low(), w.people().high()))));
      }
    });
    if (weighing.isEmpty()) {
      all.add(new Alternative("fine-tuning", Optional.empty(), Optional.empty(), hours(20, 50)));
    }
    return all;
  }

  private static Hours hours(int low, int high) {
    return new Hours(BigDecimal.valueOf(low), BigDecimal.valueOf(high));
  }

  private static Money month(Bill bill, Traffic t) {
    return new Money(
        bill.day(t.calls(0)).multiply(BigDecimal.valueOf(Traffic.MONTH)).add(bill.month()));
  }

  private static Span same(Weighing w, TokenCount call) {
    Money month = month(bill(w.current().rates(), call), w.traffic());
    return new Span(month, month);
  }

  private static Bill bill(TokenRates rates, TokenCount call) {
    return new Bill.Tokens(rates, call, BigDecimal.ZERO, BigDecimal.ZERO);
  }

  private static TokenCount withExamples(TokenCount call, BigDecimal exampleTokens) {
    return new TokenCount(
        call.input().add(exampleTokens.multiply(BigDecimal.valueOf(SHOTS))),
        call.cached(),
        call.output());
  }

  /** All of what is sent comes from the cache, at best. */
  private static Span cached(Weighing w) {
    return new Span(cached(w, MOST_OFF), cached(w, LEAST_OFF));
  }

  private static Money cached(Weighing w, BigDecimal share) {
    TokenRates r = w.current().rates();
    TokenCount call = w.traffic().before();
    TokenRates off =
        new TokenRates(
            r.input().multiply(share),
            r.output(),
            Optional.of(r.cached().min(r.input().multiply(share))),
            Optional.empty(),
            Optional.empty());
    return month(bill(off, call), w.traffic());
  }
}
