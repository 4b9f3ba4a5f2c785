package dev.tuneplan.accuracy;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a row says that was measured.
 *
 * @param memoryGiB peak memory, of the kind that {@code memoryKind} names
 * @param memoryKind allocated, reserved, nvidia-smi, or unknown
 * @param tokensPerSecondPerGpu speed
 * @param wallHours duration of training
 * @param tokens processed in that duration by all GPUs, when the row lets it be known
 * @param outOfMemory whether the run ended so
 */
record Measured(
    Optional<Double> memoryGiB,
    String memoryKind,
    Optional<Double> tokensPerSecondPerGpu,
    Optional<Double> wallHours,
    Optional<Double> tokens,
    boolean outOfMemory) {

  static Measured of(UnaryOperator<String> field) {
    boolean oom = field.apply("notes").contains("OUTCOME=OOM");
    return new Measured(
        oom ? Optional.empty() : number(field.apply("peak_mem_gib")),
        field.apply("mem_kind"),
        oom ? Optional.empty() : speed(field),
        oom ? Optional.empty() : number(field.apply("wall_time_h")),
        tokens(field),
        oom);
  }

  /** Stated, or samples of full sequences, which are for the whole job. */
  private static Optional<Double> speed(UnaryOperator<String> field) {
    return number(field.apply("tokens_per_s_per_gpu"))
        .or(() ->
            full(field)
                ? number(field.apply("samples_per_s"))
                    .flatMap(s -> number(field.apply("seq_len")).map(l -> s * l))
                    .flatMap(t -> number(field.apply("num_gpus")).map(n -> t / n))
                : Optional.empty());
  }

  /** Whether every sample fills the stated length. */
  private static boolean full(UnaryOperator<String> field) {
    String layout = field.apply("packed_or_padded");
    return layout.startsWith("packed") || layout.startsWith("fixed");
  }

  /** Stated, or samples of full sequences; padded samples are shorter than their cap. */
  private static Optional<Double> tokens(UnaryOperator<String> field) {
    Optional<Double> total = number(field.apply("tokens_total"));
    if (total.isPresent()) {
      return total;
    }
    if (!full(field)) {
      return Optional.empty();
    }
    double epochs = number(field.apply("epochs")).orElse(1.0);
    return number(field.apply("samples_total"))
        .flatMap(s -> number(field.apply("seq_len")).map(l -> s * l * epochs));
  }

  /** Whether there is anything to compare with. */
  boolean any() {
    return outOfMemory
        || memoryGiB.isPresent()
        || tokensPerSecondPerGpu.isPresent()
        || (wallHours.isPresent() && tokens.isPresent());
  }

  /** A finite number above 0. */
  static Optional<Double> number(String text) {
    try {
      double value = Double.parseDouble(text.strip());
      return Double.isFinite(value) && value > 0 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
