package dev.tuneplan.benchmark;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the Trainer of Hugging Face's transformers writes of a run (transformers 5.23.0,
 * trainer_callback.py TrainerState and trainer_utils.py speed_metrics, read 2026-11-25): steps and
 * times, and nothing of the setup that they belong to.
 *
 * @param steps optimizer steps that were made, ≥ 1
 * @param seconds of the training, without evaluations that are told, > 0
 */
public record TrainerState(long steps, double seconds) {
  private static final double LONGEST_SECONDS = 1e9;

  /**
   * Of a file.
   *
   * @throws dev.tuneplan.base.InvalidInput with every fault at once, also where the training never
   *     ended: only then is its time told
   */
  public static TrainerState read(Node root) {
    Problems problems = new Problems();
    Fields f = Fields.of(root, problems);
    OptionalLong steps = f.whole("global_step", 1, 1_000_000_000_000L);
    if (!f.has("global_step")) {
      f.fault("global_step", "is required");
    }
    double runtime = 0;
    double evaluations = 0;
    for (Fields entry : f.children("log_history")) {
      runtime = entry.has("train_runtime") ? seconds(entry, "train_runtime") : runtime;
      evaluations += entry.has("eval_runtime") ? seconds(entry, "eval_runtime") : 0;
    }
    if (runtime <= 0) {
      f.fault(
          "log_history",
          "has no train_runtime, which is written when a training ends; a checkpoint's state has"
              + " none: take the one in the output folder");
    } else if (evaluations >= runtime) {
      f.fault("log_history", "has evaluations that take longer than the training");
    }
    problems.throwIfAny();
    return new TrainerState(steps.orElse(1), runtime - evaluations);
  }

  private static double seconds(Fields entry, String key) {
    OptionalDouble value = entry.number(key, 0, LONGEST_SECONDS);
    return value.orElse(0);
  }
}
