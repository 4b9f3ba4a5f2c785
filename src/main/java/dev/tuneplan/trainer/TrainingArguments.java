package dev.tuneplan.trainer;

import dev.tuneplan.trainer.TrainerData.Dataset;
import dev.tuneplan.trainer.TrainerData.Format;
import dev.tuneplan.trainer.TrainerData.Layout;
import dev.tuneplan.trainer.TrainerData.Loss;
import dev.tuneplan.trainer.TrainerData.Packing;
import dev.tuneplan.trainer.TrainerData.TooLong;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * TrainingArguments of Transformers' Trainer as JSON or YAML, which scripts dump and read, with the
 * keys of Transformers' example script for causal models (transformers 5.24.0 training_args.py;
 * examples/pytorch/language-modeling/run_clm.py; read 2026-11-25).
 */
final class TrainingArguments {
  private TrainingArguments() {}

  /** Reads the file; what is said of its data comes back. */
  static TrainerData read(Reading f, Beside beside) {
    f.text("model_name_or_path").ifPresent(m -> f.use("model_name_or_path", "model", m));
    f.out().set("method.type", f.place(), "full");
    f.out().filled("method", "method.type = full", "TrainingArguments have no adapters; --method");
    OptionalLong block = f.whole("block_size", 1, 10_000_000);
    block.ifPresent(b -> {
      f.use("block_size", "training.sequenceLength", Long.toString(b));
      f.out().set("training.packing", f.place("block_size"), "true");
    });
    HfArguments.read(f);
    HfArguments.checkpointing(f, false);
    Precision.read(f, false);
    HfArguments.attention(f, "attn_implementation");
    HfArguments.liger(f, "use_liger_kernel");
    Sharding.read(f, beside);
    return data(f, beside, block.isPresent());
  }

  private static TrainerData data(Reading f, Beside beside, boolean packed) {
    Layout plain = Layout.plain();
    List<Dataset> train = new ArrayList<>();
    for (String key : List.of("train_file", "dataset_name")) {
      f.text(key).ifPresent(name -> train.add(set(f, beside, key, name)));
      f.noteIfThere(key, "data");
    }
    List<Dataset> eval = new ArrayList<>();
    f.text("validation_file").ifPresent(n -> eval.add(set(f, beside, "validation_file", n)));
    f.noteIfThere("validation_file", "data");
    boolean like = HfArguments.groupsByLength(f);
    Packing way = packed ? Packing.WRAPPED : Packing.NONE;
    return new TrainerData(
        train,
        eval,
        0,
        Optional.empty(),
        Optional.empty(),
        Loss.ALL,
        new Layout(
            way,
            way,
            packed ? TooLong.SPLIT : plain.tooLong(),
            like,
            plain.groupSize(),
            plain.binSize()),
        OptionalLong.empty());
  }

  private static Dataset set(Reading f, Beside beside, String key, String name) {
    return new Dataset(
        name,
        DataFiles.of(beside, name, List.of(), f.place(key)),
        Format.TEXT,
        "",
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        f.place(key));
  }
}
