package dev.tuneplan.trainer;

/** Whose file it is. */
public enum Trainer {
  AXOLOTL("axolotl", "axolotl", "base_model"),
  TRL("TRL", "trl", "model_name_or_path"),
  LLAMA_FACTORY("LLaMA-Factory", "llamafactory", "model_name_or_path"),
  TORCHTUNE("torchtune", "torchtune", "model._component_"),
  /** TrainingArguments of Transformers' Trainer, as scripts dump and read them */
  TRANSFORMERS("Transformers' TrainingArguments", "transformers", "model_name_or_path");

  private final String title;
  private final String id;
  private final String modelKey;

  Trainer(String title, String id, String modelKey) {
    this.title = title;
    this.id = id;
    this.modelKey = modelKey;
  }

  /** As its users call it. */
  public String title() {
    return title;
  }

  /** The list of its keys, and its stack profile where a file does not ask for another. */
  public String id() {
    return id;
  }

  /** The key that names the model. */
  public String modelKey() {
    return modelKey;
  }
}
