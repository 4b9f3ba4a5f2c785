package dev.tuneplan.pricing;

/** Why a row of a public catalogue was left out, or was taken with care. */
public enum Reason {
  NO_GPU(true, "no GPU in the machine"),
  NO_GPU_BUT_ACCELERATOR(true, "TPUs and other accelerators that are no GPUs"),
  UNCOUNTED(true, "number of GPUs is not told"),
  PART(true, "parts of a GPU (MIG slices, vGPUs, fractions, time slices)"),
  UNKNOWN_GPU(true, "GPU '%s' is in no profile"),
  OTHER_MEMORY(true, "GPU with a memory that fits no profile (half a card, a whole board?): %s"),
  SEVERAL_GPUS(true, "GPU is not told exactly: %s"),
  ANY_GPU(true, "one price for GPUs of every kind; say which kind it is: --gpu GPU=ID"),
  UNPRICED(true, "no price, neither on demand nor spot: stays unpriced"),
  CURRENCY(true, "prices in %s; only USD is taken, there are no exchange rates here"),
  WINDOWS(true, "Windows prices: they hold a licence that Linux does without"),
  RESERVED(true, "sold only in advance or as a cluster (%s)"),
  WITHDRAWN(true, "list price that the provider has withdrawn (%s)"),
  NOT_SOLD(true, "on-demand price of a size that is sold as spot or flex start only"),
  GPU_ALONE(true, "price of a GPU alone; no row prices the machine that it needs"),
  HOST_ALONE(true, "machine without its GPUs; no row prices the GPUs in the same zone"),
  NODE(true, "node whose machine type is in no price list, so its GPUs are unknown"),
  STORAGE(true, "storage"),

  ZERO(false, "price 0 taken as missing, never as free"),
  SPOT_MISSING(false, "no spot price: spot stays unpriced"),
  ON_DEMAND_MISSING(false, "no on-demand price: on demand stays unpriced"),
  SPOT_REPEATS(false, "spot price only repeats the on-demand price: not taken"),
  ZONES(false, "several zones or offers of one region: the lowest price was kept"),
  SPOT_SPREAD(
      false, "spot prices of one region more than 1.5 times apart; they change by the hour"),
  SPOT_ONLY(false, "on-demand price not taken: this size is sold as spot or flex start only"),
  SUMMED(false, "machine and GPU prices of two rows added"),
  PER_GPU(false, "price for each GPU: any number can be rented"),
  HOST_APART(false, "price of GPUs alone: processors and memory are billed apart, not included"),
  MEMORY_DIFFERS(false, "memory differs from the profile's by more than 5 %%: %s"),
  OLDER(false, "the shipped list has a price of a later date (%s); the imported one will win"),
  DIFFERS(false, "price more than 20 %% away from the dated one in the shipped list: %s");

  private final boolean leaves;
  private final String text;

  Reason(boolean leaves, String text) {
    this.leaves = leaves;
    this.text = text;
  }

  /** Whether such a row was left out. */
  public boolean leaves() {
    return leaves;
  }

  /** The reason as a sentence. */
  String sentence(String subject) {
    return String.format(java.util.Locale.ROOT, text, subject);
  }
}
