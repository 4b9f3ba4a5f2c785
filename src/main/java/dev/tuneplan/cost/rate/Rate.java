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
}
