package dev.tuneplan.cli;

import dev.tuneplan.base.Money;
import dev.tuneplan.managed.RateAnswer;
import dev.tuneplan.managed.RateBook;
import dev.tuneplan.managed.TokenCount;
import dev.tuneplan.managed.TokenRates;
import dev.tuneplan.usage.Rate;
import dev.tuneplan.usage.Tokens;
import java.util.Optional;

/** Providers' rates for calls in logs. */
record ManagedRates(RateBook book) implements Rate.Book {
  @Override
  public Rate rate(String provider, String model) {
    Optional<String> told = Optional.of(provider).filter(p -> !p.isEmpty());
    return switch (book.rates(told, model)) {
      case RateAnswer.Priced p ->
          new Rate.Known(
              p.fineTuned(),
              p.base(),
              p.provider() + " " + p.matched() + ", " + p.grounds().dated(),
              hosting(p),
              new Price(p.rates()));
      case RateAnswer.Unpriced u -> new Rate.Unknown(u.fineTuned(), u.base(), u.reason());
    };
  }

  private static String hosting(RateAnswer.Priced p) {
    return p.hosting()
        .perHour()
        .filter(h -> h.signum() > 0)
        .map(h -> "hosting of " + h.toPlainString() + " USD an hour, called or not, is on top")
        .orElse("");
  }

  private record Price(TokenRates rates) implements Rate.Price {
    @Override
    public Money standard(Tokens tokens) {
      return rates.cost(count(tokens));
    }

    @Override
    public Optional<Money> batch(Tokens tokens) {
      return rates.batchCost(count(tokens));
    }

    @Override
    public boolean cachedRate() {
      return rates.cachedInput().isPresent();
    }

    private static TokenCount count(Tokens t) {
      return TokenCount.of(t.input(), t.cached(), t.output());
    }
  }
}
