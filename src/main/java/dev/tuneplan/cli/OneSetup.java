package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.trainer.TrainerConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands about a single configuration take beside a spec's keys, and their defaults. */
final class OneSetup {
  private static final Place DEFAULT = Place.of("default");
  private static final Node ONE = new Node.Scalar(DEFAULT, "1", Node.Scalar.Type.INTEGER);

  @Option(
      names = "--gpus",
      description = "number of GPUs (default: what the files of --from say, or 1)")
  private @Nullable String gpus;

  @Option(
      names = "--accumulation",
      paramLabel = "N",
      description = "micro-steps of an optimizer step (default: 1)")
  private @Nullable String accumulation;

  @Mixin private FromOption from = new FromOption();

  /** What a trainer's files say. */
  Optional<TrainerConfig> config() {
    return from.read();
  }

  /** What a trainer's file says, over a base. */
  Leaves over(Leaves base) {
    return config().map(c -> c.over(base)).orElse(base);
  }

  /** What one configuration needs and was not given. */
  Leaves complete(Leaves given) {
    Node counted = given.values().getOrDefault("hardware.maxGpus", ONE);
    String n = gpus == null ? String.valueOf(Leaves.plain(counted)) : gpus;
    Place at = gpus == null ? counted.place() : Place.of("--gpus");
    Leaves l = given.with("hardware.minGpus", at, n).with("hardware.maxGpus", at, n);
    l = l.with("hardware.maxNodes", DEFAULT, "512");
    l = or(l, "trainer", "transformers");
    l = or(l, "training.microBatch", "1");
    l = or(l, "training.checkpointing", "full");
    l = or(l, "training.epochs", "1");
    Object stated = Leaves.plain(l.values().getOrDefault(TrainerConfig.ACCUMULATION, ONE));
    l = l.without(TrainerConfig.ACCUMULATION);
    if (accumulation != null || !l.values().containsKey("training.globalBatch")) {
      String steps = accumulation == null ? String.valueOf(stated) : accumulation;
      l = l.with("training.globalBatch", Place.of("--accumulation"), "" + product(l, n, steps));
    }
    return l;
  }

  /** A size for data of which nothing is said. */
  static Leaves sized(Leaves l) {
    return TrainerRun.sized(l) ? l : l.with("data.tokens", DEFAULT, "1000000");
  }

  private static Leaves or(Leaves l, String key, String fallback) {
    return l.values().containsKey(key) ? l : l.with(key, DEFAULT, fallback);
  }

  /** Sequences of a step; a factor that is no number is for the spec's reader to refuse. */
  private static long product(Leaves l, String count, String microSteps) {
    Object micro = Leaves.plain(l.values().getOrDefault("training.microBatch", ONE));
    return Math.max(1, whole("--micro-batch", String.valueOf(micro)))
        * Math.max(1, whole("--gpus", count))
        * Math.max(1, whole("--accumulation", microSteps));
  }

  private static long whole(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidInput(Place.of(option), "", "must be a whole number (was '" + text + "')");
    }
  }
}
