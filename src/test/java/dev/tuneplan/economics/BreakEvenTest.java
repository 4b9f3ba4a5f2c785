package dev.tuneplan.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.managed.TokenCount;
import dev.tuneplan.managed.TokenRates;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds closed forms to a simulation that pays every day's bill by itself. */
class BreakEvenTest {
  private static final int DAYS = 3600;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /** A case with what the simulation needs, drawn anew from a seed. */
  private record Case(BreakEven sum, int months) {
    static Case of(long seed) {
      Random r = new Random(seed);
      TokenCount before = tokens(r);
      TokenCount after = tokens(r);
      BigDecimal growth = BigDecimal.valueOf(r.nextInt(-3, 8), 2);
      Traffic t = new Traffic(BigDecimal.valueOf(r.nextInt(1, 200_000)), before, after, growth);
      Bill keep = new Bill.Tokens(rates(r, 1000), before, BigDecimal.ZERO, BigDecimal.ZERO);
      BigDecimal month = r.nextBoolean() ? BigDecimal.ZERO : new BigDecimal("1.95");
      Bill path =
          r.nextInt(4) == 0
              ? new Bill.Machines(
                  BigDecimal.valueOf(r.nextInt(20, 400), 2),
                  BigDecimal.valueOf(r.nextInt(200, 9000)),
                  BigDecimal.valueOf(r.nextInt(1, 25)),
                  new BigDecimal("0.7"),
                  after,
                  month)
              : new Bill.Tokens(
                  rates(r, 400),
                  after,
                  r.nextBoolean() ? BigDecimal.ZERO : new BigDecimal("1.70"),
                  month);
      Upfront u =
          new Upfront(
              BigDecimal.valueOf(r.nextInt(0, 50_000), 2),
              BigDecimal.valueOf(r.nextInt(0, 60)),
              BigDecimal.valueOf(r.nextInt(50, 150)));
      return new Case(new BreakEven(keep, path, u, t), r.nextInt(1, 25));
    }

    private static TokenCount tokens(Random r) {
      int input = r.nextInt(0, 4000);
      return TokenCount.of(input, r.nextInt(0, input + 1), r.nextInt(0, 800));
    }

    private static TokenRates rates(Random r, int most) {
      BigDecimal input = BigDecimal.valueOf(r.nextInt(1, most), 2);
      return new TokenRates(
          input,
          input.multiply(BigDecimal.valueOf(4)),
          r.nextBoolean() ? Optional.empty() : Optional.of(input.divide(BigDecimal.TWO)),
          Optional.empty(),
          Optional.empty());
    }
  }

  /** What was saved at the end of each day, less what was paid before; written down day by day. */
  private static BigDecimal[] simulate(BreakEven b, BigDecimal firstCalls, int days) {
    BigDecimal[] balance = new BigDecimal[days + 1];
    balance[0] =
        b.upfront().training().add(b.upfront().hours().multiply(b.upfront().hourlyRate())).negate();
    BigDecimal calls = firstCalls;
    for (int day = 1; day <= days; day++) {
      if (day > 1 && (day - 1) % 30 == 0) {
        calls = calls.add(calls.multiply(b.traffic().growth()));
      }
      BigDecimal paid = day(b.path(), calls);
      BigDecimal spared = day(b.keep(), calls);
      if ((day - 1) % 30 == 0) {
        paid = paid.add(monthly(b.path()));
        spared = spared.add(monthly(b.keep()));
      }
      balance[day] = balance[day - 1].add(spared).subtract(paid);
    }
    return balance;
  }

  private static BigDecimal monthly(Bill bill) {
    return switch (bill) {
      case Bill.Tokens t -> t.month();
      case Bill.Machines m -> m.month();
    };
  }

  private static BigDecimal day(Bill bill, BigDecimal calls) {
    return switch (bill) {
      case Bill.Tokens t -> {
        BigDecimal million = new BigDecimal("0.000001");
        BigDecimal plain = t.perCall().input().subtract(t.perCall().cached());
        BigDecimal in = calls.multiply(plain).multiply(million).multiply(t.rates().input());
        BigDecimal cached =
            calls
                .multiply(t.perCall().cached())
                .multiply(million)
                .multiply(t.rates().cachedInput().orElse(t.rates().input()));
        BigDecimal out =
            calls.multiply(t.perCall().output()).multiply(million).multiply(t.rates().output());
        BigDecimal hosting = BigDecimal.ZERO;
        for (int hour = 0; hour < 24; hour++) {
          hosting = hosting.add(t.hostingPerHour());
        }
        yield in.add(cached).add(out).add(hosting);
      }
      case Bill.Machines m -> {
        BigDecimal tokens =
            calls.multiply(
                m.perCall().input().subtract(m.perCall().cached()).add(m.perCall().output()));
        BigDecimal capacity =
            m.tokensPerSecond()
                .multiply(m.share())
                .multiply(m.hoursPerDay())
                .multiply(BigDecimal.valueOf(3600));
        BigInteger machines = tokens.divide(capacity, MathContext.DECIMAL128).toBigInteger();
        while (new BigDecimal(machines).multiply(capacity).compareTo(tokens) < 0
            || machines.signum() == 0) {
          machines = machines.add(BigInteger.ONE);
        }
        yield new BigDecimal(machines).multiply(m.usdPerHour()).multiply(m.hoursPerDay());
      }
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isWhatASimulationDayByDayComesTo(long seed) {
    Case c = Case.of(seed);
    BreakEven b = c.sum();
    BigDecimal[] balance = simulate(b, b.traffic().callsPerDay(), DAYS);
    assertThat(Cents.of(b.net(c.months())))
        .isEqualTo(Cents.of(new Money(balance[30 * c.months()])));
    Optional<Integer> first = Optional.empty();
    for (int day = 0; day <= DAYS && first.isEmpty(); day++) {
      first = balance[day].signum() >= 0 ? Optional.of(day) : Optional.empty();
    }
    assertThat(b.paybackDay(BreakEven.LONGEST_MONTHS)).isEqualTo(first);
    assertThat(b.paybackDays(BreakEven.LONGEST_MONTHS).isPresent()).isEqualTo(first.isPresent());
    first.ifPresent(day ->
        assertThat(b.paybackDays(BreakEven.LONGEST_MONTHS).orElseThrow().doubleValue())
            .isBetween(day - 1.0001, day + 0.0001));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void breaksEvenAtTheFirstNumberOfCallsThatPays(long seed) {
    Case c = Case.of(seed);
    if (!(c.sum().path() instanceof Bill.Tokens)) {
      return;
    }
    Optional<BigInteger> calls = c.sum().breakEvenCalls(c.months());
    if (calls.isEmpty()) {
      assertThat(pays(c, BigInteger.TEN.pow(12))).isFalse();
    } else {
      assertThat(pays(c, calls.get())).isTrue();
      assertThat(calls.get().signum() == 0 || !pays(c, calls.get().subtract(BigInteger.ONE)))
          .isTrue();
    }
  }

  private static boolean pays(Case c, BigInteger callsPerMonth) {
    BigDecimal daily =
        new BigDecimal(callsPerMonth).divide(BigDecimal.valueOf(30), MathContext.DECIMAL128);
    int days = 30 * c.months();
    return new Money(simulate(c.sum(), daily, days)[days]).compareTo(Money.ZERO) >= 0;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void justPaysAtEachLimit(long seed) {
    Case c = Case.of(seed);
    BreakEven b = c.sum();
    Sensitivity s = Sensitivity.of(b, c.months());
    double scale = 1e-3 * b.keepTotal(c.months()).amount().doubleValue() + 1;
    s.price()
        .ifPresent(f ->
            assertThat(
                    net(new BreakEven(b.keep(), b.path().priced(f), b.upfront(), b.traffic()), c))
                .isBetween(-0.01, 0.0001 * b.pathTotal(c.months()).amount().doubleValue() + 1));
    s.currentPrice()
        .ifPresent(f ->
            assertThat(
                    net(new BreakEven(b.keep().priced(f), b.path(), b.upfront(), b.traffic()), c))
                .isBetween(-scale, scale));
    s.hours().ifPresent(h -> assertThat(net(Weighing.with(b, h), c)).isBetween(-0.01, scale));
  }

  private static double net(BreakEven b, Case c) {
    return b.net(c.months()).amount().doubleValue();
  }

  @Test
  void drawsTheSameFromTheSameSeed() {
    Case c = Case.of(7);
    MonteCarlo seven = new MonteCarlo(7, 200, BigDecimal.TEN, BigDecimal.valueOf(40));
    assertThat(seven.of(c.sum(), 12)).isEqualTo(seven.of(c.sum(), 12));
    assertThat(new MonteCarlo(8, 200, BigDecimal.TEN, BigDecimal.valueOf(40)).of(c.sum(), 12))
        .isNotEqualTo(seven.of(c.sum(), 12));
  }
}
