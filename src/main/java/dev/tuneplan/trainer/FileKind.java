package dev.tuneplan.trainer;

import dev.tuneplan.files.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What kind of file a set of keys makes. */
sealed interface FileKind {
  /** A trainer's own file. */
  record Main(Trainer trainer) implements FileKind {}

  /** What {@code accelerate config} writes. */
  record Accelerate() implements FileKind {}

  /** A DeepSpeed JSON. */
  record DeepSpeed() implements FileKind {}

  /** A run spec or a saved plan of tuneplan's. */
  record Own() implements FileKind {}

  /** None that is known. */
  record Other() implements FileKind {}

  /** Keys of which one is enough, in the order in which they are looked for. */
  List<Map.Entry<FileKind, List<String>>> MARKS =
      List.of(
          Map.entry(new Own(), List.of("apiVersion")),
          Map.entry(
              new DeepSpeed(),
              List.of("zero_optimization", "train_micro_batch_size_per_gpu", "train_batch_size")),
          Map.entry(new Accelerate(), List.of("distributed_type", "compute_environment")),
          Map.entry(
              new Main(Trainer.TORCHTUNE),
              List.of("model._component_", "tokenizer._component_", "checkpointer._component_")),
          Map.entry(
              new Main(Trainer.AXOLOTL),
              List.of("base_model", "micro_batch_size", "sequence_len", "sample_packing")),
          Map.entry(
              new Main(Trainer.LLAMA_FACTORY),
              List.of(
                  "finetuning_type",
                  "stage",
                  "cutoff_len",
                  "quantization_bit",
                  "dataset_dir",
                  "template",
                  "export_dir",
                  "infer_backend")),
          Map.entry(
              new Main(Trainer.TRANSFORMERS),
              List.of("block_size", "train_file", "max_source_length")),
          Map.entry(
              new Main(Trainer.TRL),
              List.of(
                  "model_name_or_path",
                  "use_peft",
                  "max_length",
                  "dataset_name",
                  "assistant_only_loss",
                  "packing_strategy")),
          Map.entry(
              new Main(Trainer.TRANSFORMERS),
              List.of("per_device_train_batch_size", "num_train_epochs", "output_dir")));

  /** Tells by its keys whose file it is. */
  static FileKind of(Node root) {
    Set<String> keys = Paths.of(root).keySet();
    Optional<Map.Entry<FileKind, List<String>>> hit =
        MARKS.stream()
            .filter(e ->
                e.getValue().stream()
                    .anyMatch(mark ->
                        keys.stream().anyMatch(k -> k.equals(mark) || k.startsWith(mark + "."))))
            .findFirst();
    return hit.isPresent() ? hit.get().getKey() : new Other();
  }
}
