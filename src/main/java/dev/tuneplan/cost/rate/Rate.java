package dev.tuneplan.cost.rate;

/** What a machine costs: one way or the other, and never a mixture of both. */
public sealed interface Rate {
  /** Where it is from. */
  RateSource source();

  /** The prices, of what the kind says. */
  PriceSeries prices();

  /** Which of both it is, for a report. */
  String basis();

  /** Per GPU and hour, with the machine's CPU and memory in it: clouds and profiles say it so. */
  record PerGpu(PriceSeries prices, RateSource source) implements Rate {
    @Override
    public String basis() {
      return "all-in rate per GPU";
    }
  }

  /**
   * Of the whole machine, split over GPUs, CPU and memory so that the parts of all of it add up to
   * its price (OpenCost specification v01, "asset costs").
   */
  record OfNode(PriceSeries prices, BasePrices proportion, RateSource source) implements Rate {
    @Override
    public String basis() {
      return "price of the machine, split over GPU, CPU and memory";
    }
  }

  /**
   * What was paid, where an invoice says it, in place of what was assumed; of the same kind.
   *
   * @param assumed what counted before, and still does where no invoice says anything
   */
  record Billed(Rate assumed, PriceSeries prices, RateSource source) implements Rate {
    public Billed {
      if (assumed instanceof Billed) {
        throw new IllegalArgumentException("what is assumed is no invoice");
      }
    }

    @Override
    public String basis() {
      return assumed.basis() + ", by invoice";
    }

    /** The same prices as a rate by itself. */
    Rate plain() {
      return assumed instanceof OfNode n
          ? new OfNode(prices, n.proportion(), source)
          : new PerGpu(prices, source);
    }
  }
}
