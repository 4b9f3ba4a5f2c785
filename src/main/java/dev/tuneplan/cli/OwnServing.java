package dev.tuneplan.cli;

import dev.tuneplan.economics.Bill;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.managed.TokenCount;
import dev.tuneplan.model.ModelShape;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A model served on machines of one's own, or on a provider's by the hour, in 16 bits.
 *
 * @param gpu what a machine has
 * @param gpus how many of them
 */
record OwnServing(GpuProfile gpu, int gpus) {
  /** Requests that are answered at once; what serving engines reach with little tuning. */
  static final int BATCH = 16;

  /** Of a machine's rate that is planned with; the rest is for peaks. */
  static final BigDecimal SHARE = new BigDecimal("0.7");

  private static final double BYTES = 2;

  /** Weights and a fifth on top for the cache of keys and values. */
  private static final double ROOM = 1.2;

  boolean holds(ModelShape model) {
    return model.parameters() * BYTES * ROOM <= gpus * gpu.usableGiB() * Text.GIB;
  }

  /**
   * Tokens that a machine gets through in a second: what is sent is computed at the rate of large
   * products, and for what comes back all weights are read once for each token of 16 requests.
   */
  double tokensPerSecond(ModelShape model, TokenCount call) {
    double active = model.activeParameters();
    double sent = call.fresh().doubleValue();
    double back = call.output().doubleValue();
    double products = gpus * gpu.flops16() * gpu.matmulEfficiency();
    double reading = gpus * gpu.bandwidth() * gpu.bandwidthEfficiency();
    double seconds =
        2 * active * sent / products + back * model.parameters() * BYTES / (reading * BATCH);
    return (sent + back) / seconds;
  }

  Bill.Machines bill(BigDecimal usdPerHour, BigDecimal speed, BigDecimal hours, TokenCount call) {
    return new Bill.Machines(usdPerHour, speed, hours, SHARE, call, BigDecimal.ZERO);
  }

  /** An assumed speed in three digits: more would pretend to be measured. */
  BigDecimal assumed(ModelShape model, TokenCount call) {
    boolean idle = call.fresh().signum() == 0 && call.output().signum() == 0;
    return idle
        ? BigDecimal.ONE
        : new BigDecimal(tokensPerSecond(model, call)).round(new MathContext(3));
  }

  String name() {
    return gpus == 1 ? gpu.id() : gpus + " x " + gpu.id();
  }
}
