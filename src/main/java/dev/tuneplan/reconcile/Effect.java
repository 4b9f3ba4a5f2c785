package dev.tuneplan.reconcile;

/** A line of the bridge, in the published order. */
public enum Effect {
  TOKENS("tokens"),
  THROUGHPUT("throughput"),
  SETUP("set-up"),
  OTHER("evaluation, checkpoints, teardown"),
  RETRIES("retries and lost work"),
  WASTE("stalls, idle, waiting for peers"),
  GPUS("number or share of GPUs"),
  RATE("rate"),
  /** What invoices changed; there alone where one was imported. */
  BILL("rate (bill)"),
  DIRECT("storage, traffic, other pods"),
  UNEXPLAINED("unexplained");

  private final String title;

  Effect(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** For trees. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static Effect of(Terms.Factor factor) {
    return switch (factor) {
      case TOKENS -> TOKENS;
      case THROUGHPUT -> THROUGHPUT;
      case SETUP -> SETUP;
      case OTHER -> OTHER;
      case RETRIES -> RETRIES;
      case WASTE -> WASTE;
      case GPUS -> GPUS;
      case RATE -> RATE;
    };
  }
}
