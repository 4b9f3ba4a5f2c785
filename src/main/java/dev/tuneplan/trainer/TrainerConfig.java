package dev.tuneplan.trainer;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;

/**
 * What a trainer's own configuration file says, in a run spec's keys. Keys that change neither
 * memory nor speed are passed over, as are those of callbacks and logging.
 *
 * @param trainer the stack profile of the file's trainer
 * @param settings values of a run spec; they keep their places in the trainer's file
 */
public record TrainerConfig(String trainer, Leaves settings) {
  /** No key of a run spec: micro-steps of a step, which a command multiplies by its GPUs. */
  public static final String ACCUMULATION = "accumulation";

  /** Reads a file of axolotl, LLaMA-Factory, TRL or torchtune; the keys tell which. */
  public static TrainerConfig read(Node root) {
    Source file = new Source(Leaves.of(root));
    if (file.has("base_model")) {
      return new TrainerConfig("axolotl", Axolotl.settings(file));
    }
    if (file.has("model._component_")) {
      boolean compiled = file.is("compile", false);
      return new TrainerConfig(
          compiled ? "torchtune-compile" : "torchtune", Torchtune.settings(file));
    }
    if (file.has("finetuning_type") || file.has("stage") || file.has("cutoff_len")) {
      return new TrainerConfig("llamafactory", LlamaFactory.settings(file));
    }
    if (file.has("model_name_or_path")) {
      return new TrainerConfig("trl", Trl.settings(file));
    }
    throw new InvalidInput(
        root.place(),
        "",
        "is no trainer's config that is known: axolotl has base_model, LLaMA-Factory"
            + " model_name_or_path and finetuning_type, TRL model_name_or_path, torchtune"
            + " model._component_");
  }

  /** The settings over a run spec's. */
  public Leaves over(Leaves base) {
    Leaves all = base.with("trainer", base.place(), trainer);
    for (var e : settings.values().entrySet()) {
      all = all.with(e.getKey(), e.getValue());
    }
    return all;
  }
}
