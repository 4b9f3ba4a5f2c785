package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.trainer.TrainerConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands about a single configuration take beside a spec's keys, and their defaults. */
final class OneSetup {
  private static final Place DEFAULT = Place.of("default");
  private static final Node ONE = new Node.Scalar(DEFAULT, "1", Node.Scalar.Type.INTEGER);

  @Option(names = "--gpus", defaultValue = "1", description = "number of GPUs (default: 1)")
  private String gpus = "1";

  @Option(
      names = "--accumulation",
      paramLabel = "N",
      description = "micro-steps of an optimizer step (default: 1)")
  private @Nullable String accumulation;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "a config of axolotl, LLaMA-Factory, TRL or torchtune; options win over it")
  private @Nullable Path from;

  /** What a trainer's file says, over a base. */
  Leaves over(Leaves base) {
    return from == null ? base : TrainerConfig.read(YamlFiles.read(from)).over(base);
  }

  /** What one configuration needs and was not given. */
  Leaves complete(Leaves given) {
    Leaves l = given.with("hardware.minGpus", Place.of("--gpus"), gpus);
    l = l.with("hardware.maxGpus", Place.of("--gpus"), gpus);
    l = l.with("hardware.maxNodes", DEFAULT, "512");
    l = or(l, "trainer", "transformers");
    l = or(l, "training.microBatch", "1");
    l = or(l, "training.checkpointing", "full");
    l = or(l, "training.epochs", "1");
    Object stated = Leaves.plain(l.values().getOrDefault(TrainerConfig.ACCUMULATION, ONE));
    l = l.without(TrainerConfig.ACCUMULATION);
    if (accumulation != null || !l.values().containsKey("training.globalBatch")) {
      String steps = accumulation == null ? String.valueOf(stated) : accumulation;
      l = l.with("training.globalBatch", Place.of("--accumulation"), "" + product(l, steps));
    }
    boolean sized = l.values().keySet().stream().anyMatch(k -> k.startsWith("data."));
    return sized ? l : l.with("data.tokens", DEFAULT, "1000000");
  }

  private static Leaves or(Leaves l, String key, String fallback) {
    return l.values().containsKey(key) ? l : l.with(key, DEFAULT, fallback);
  }

  /** Sequences of a step; a factor that is no number is for the spec's reader to refuse. */
  private long product(Leaves l, String microSteps) {
    Object micro = Leaves.plain(l.values().getOrDefault("training.microBatch", ONE));
    return Math.max(1, whole("--micro-batch", String.valueOf(micro)))
        * Math.max(1, whole("--gpus", gpus))
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
