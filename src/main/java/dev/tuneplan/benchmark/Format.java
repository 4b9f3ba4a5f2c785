package dev.tuneplan.benchmark;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.Node;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Result files that are known. */
public enum Format {
  /** CSV with the columns of accuracy/measurements.csv. */
  MEASUREMENTS,
  /** A result of huggingface/peft, method_comparison/MetaMathQA. */
  PEFT,
  /** CSV of ibm-research/LLMFineTuningBench. */
  FINETUNINGBENCH,
  /** trainer_state.json of Hugging Face's Trainer. */
  TRAINER_STATE;

  /** As it is named on the line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return word();
  }

  /** What a JSON file is, by what is in it. */
  public static Optional<Format> of(Node json) {
    if (!(json instanceof Node.Mapping m)) {
      return Optional.empty();
    }
    Set<String> keys = m.entries().keySet();
    if (keys.contains("run_info") && keys.contains("train_info")) {
      return Optional.of(PEFT);
    }
    return keys.contains("log_history") && keys.contains("global_step")
        ? Optional.of(TRAINER_STATE)
        : Optional.empty();
  }

  /** What a CSV file is, by its header. */
  public static Optional<Format> of(Set<String> header) {
    if (header.containsAll(FineTuningBench.COLUMNS)) {
      return Optional.of(FINETUNINGBENCH);
    }
    return header.contains("model_id") && header.contains("stack")
        ? Optional.of(MEASUREMENTS)
        : Optional.empty();
  }

  /** That a file is none of them. */
  public static InvalidInput unknown(String file) {
    return new InvalidInput(
        Place.of(file),
        "",
        "holds no results that are known: CSV with the columns of accuracy/measurements.csv or of"
            + " LLMFineTuningBench, a JSON result of PEFT's method_comparison, or a"
            + " trainer_state.json; say which with --format");
  }
}
