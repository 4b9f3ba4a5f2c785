package dev.tuneplan.cost.rate;

import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.pricing.Offer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rates that are known, all in one currency.
 *
 * @param currency ISO 4217
 * @param cards of several that fit a machine the one that says most about it counts, and of those
 *     the cheapest; a machine that does not say its terms is taken to be on demand, because clouds
 *     label those that they may take away
 * @param otherwise rates for machines that none of the cards is for, in the same currency
 */
public record RateBook(String currency, List<RateCard> cards, Optional<RateBook> otherwise) {
  /** No rates. */
  public static final RateBook EMPTY = new RateBook("USD", List.of());

  public RateBook {
    cards = List.copyOf(cards);
    if (otherwise.filter(o -> !o.currency.equals(currency)).isPresent()) {
      throw new IllegalArgumentException("amounts in two currencies have no sum");
    }
  }

  /** With no others behind them. */
  public RateBook(String currency, List<RateCard> cards) {
    this(currency, cards, Optional.empty());
  }

  /** A rate for all machines that it is for. */
  public static RateBook of(RateCard card) {
    return new RateBook("USD", List.of(card));
  }

  /** Rates of offers: each machine's price, divided by its GPUs. */
  public static RateBook of(List<Offer> offers) {
    return new RateBook("USD", offers.stream().map(RateBook::card).toList());
  }

  private static RateCard card(Offer o) {
    BigDecimal perGpu = o.usdPerHour().divide(BigDecimal.valueOf(o.gpus()), MathContext.DECIMAL128);
    return new RateCard(
        new RateCard.Of(
            Optional.of(o.instanceType()),
            Optional.empty(),
            Optional.of(o.region()),
            Optional.of(o.spot() ? Capacity.SPOT : Capacity.ON_DEMAND)),
        new Rate.PerGpu(
            PriceSeries.always(perGpu),
            new RateSource(
                o.provider()
                    + " "
                    + o.region()
                    + " "
                    + o.instanceType()
                    + (o.spot() ? " spot" : ""),
                o.date())));
  }

  /**
   * With others behind them, however much those say of a machine. Rates of another currency stay
   * out: the machine is unpriced then.
   */
  public RateBook then(RateBook others) {
    if (!others.currency.equals(currency)) {
      return this;
    }
    return new RateBook(
        currency, cards, Optional.of(otherwise.map(o -> o.then(others)).orElse(others)));
  }

  /** The rate of a machine; of one that is not known only a rate that is for all. */
  public Quote find(Optional<NodeFacts> node) {
    return cards.stream()
        .filter(c -> node.map(c.machines()::holds).orElse(c.machines().precision() == 0))
        .max(
            Comparator.comparingInt((RateCard c) -> c.machines().precision())
                .thenComparing(c -> c.machines().capacity().equals(Optional.of(terms(node))))
                .thenComparing(
                    c -> c.rate().prices().points().getLast().perHour(), Comparator.reverseOrder()))
        .<Quote>map(c -> new Quote.Priced(c.rate()))
        .or(() -> otherwise.map(o -> o.find(node)))
        .orElseGet(() -> new Quote.Unpriced("no rate is known for " + words(node)));
  }

  private static Capacity terms(Optional<NodeFacts> node) {
    return node.map(NodeFacts::capacity).orElse(Capacity.UNKNOWN) == Capacity.SPOT
        ? Capacity.SPOT
        : Capacity.ON_DEMAND;
  }

  private static String words(Optional<NodeFacts> node) {
    return node.map(n ->
            n.instanceType().orElse("a machine without an instance type")
                + n.region().map(r -> " in " + r).orElse("")
                + (n.capacity() == Capacity.UNKNOWN ? "" : ", " + n.capacity().word())
                + n.gpus().map(g -> ", " + g.product()).orElse(""))
        .orElse("a machine that nobody saw");
  }
}
