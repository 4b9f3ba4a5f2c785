package dev.tuneplan.accuracy;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Tokens of the sequences that a row may mean, all equally likely. Speed follows the mean length,
 * memory the longest.
 */
final class Lengths {
  /** Where nothing is stated: half to twice of the default of TRL (max_length). */
  private static final int[] UNKNOWN = {512, 1024, 2048};

  /** Context lengths that packed or pretraining data fills. */
  private static final int[] CONTEXTS = {4096, 8192};

  /** Mean lengths of instruction data that is neither packed nor cut. */
  private static final int[] NATURAL = {128, 256, 512};

  /** How much longer the longest sample of such data is than the mean. */
  private static final int LONGEST = 4;

  /** What is cut at is a round number; a length that is none was counted. */
  private static final int ROUND = 64;

  private final UnaryOperator<String> f;
  private final Placing.Use use;
  private final Optional<Integer> usual;
  private final boolean packed;
  private final boolean padded;

  private Lengths(UnaryOperator<String> f, Placing.Use use, Optional<Integer> usual) {
    this.f = f;
    this.usual = usual;
    this.use = use;
    String layout = f.apply("packed_or_padded");
    this.packed = layout.startsWith("packed") || layout.startsWith("fixed");
    this.padded = layout.startsWith("padd");
  }

  /**
   * Never empty.
   *
   * @param usual length in the stack's recipes
   */
  static int[] of(UnaryOperator<String> f, Placing.Use use, Optional<Integer> usual) {
    return new Lengths(f, use, usual).lengths();
  }

  private int[] lengths() {
    Optional<Integer> stated = Placing.whole(f, "seq_len");
    boolean cap = padded && stated.filter(n -> n % ROUND == 0).isPresent();
    if (stated.isPresent() && !cap) {
      return new int[] {stated.get()};
    }
    Optional<Double> mean = mean();
    IntStream all;
    if (mean.isPresent()) {
      all = IntStream.of((int) Math.max(1, Math.round(mean.get() * factor())));
    } else if (padded) {
      all = Arrays.stream(NATURAL).map(n -> (int) (n * factor()));
    } else {
      all = usual.map(IntStream::of).orElseGet(() -> Arrays.stream(packed ? CONTEXTS : UNKNOWN));
    }
    return all.map(n -> Math.min(n, stated.orElse(n))).toArray();
  }

  /**
   * Memory follows the longest sample of all where batches are padded to it, and the longest batch
   * where samples are strung together: that is nearer to the mean, by the root of its samples.
   */
  private double factor() {
    if (packed || use == Placing.Use.SPEED) {
      return 1;
    }
    if (f.apply("packed_or_padded").startsWith("padding-free")) {
      return 1 + (LONGEST - 1) / Math.sqrt(Placing.whole(f, "micro_batch_per_gpu").orElse(1));
    }
    return LONGEST;
  }

  /** Tokens of a sample: stated, or what both rates of the row are apart by. */
  private Optional<Double> mean() {
    Optional<Double> stated = Measured.number(f.apply("avg_tokens_per_sample"));
    if (stated.isPresent()) {
      return stated;
    }
    double n = Placing.whole(f, "num_gpus").orElse(1);
    return Measured.number(f.apply("tokens_per_s_per_gpu"))
        .flatMap(t -> Measured.number(f.apply("samples_per_s")).map(s -> t * n / s));
  }
}
