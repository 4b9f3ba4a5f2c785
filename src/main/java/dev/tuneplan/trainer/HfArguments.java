package dev.tuneplan.trainer;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Keys that every trainer on Transformers' Trainer takes (transformers 5.24.0 training_args.py,
 * read 2026-11-25).
 */
final class HfArguments {
  static final String CHECKPOINTING = "training.checkpointing";
  static final String MICRO = "training.microBatch";
  static final String FUSED_LOSS = "training.fusedLoss";
  private static final String EPOCHS = "training.epochs";

  private HfArguments() {}

  /** Batches, epochs and the optimizer. */
  static void read(Reading f) {
    f.whole("per_device_train_batch_size", MICRO, 1, 100_000, "8");
    f.whole("gradient_accumulation_steps", TrainerConfig.ACCUMULATION, 1, 1_000_000, "1");
    epochs(f, "num_train_epochs", "3");
    Optimizers.read(f, "optim", "adamw_torch_fused");
    Unmodelled.list(f, Unmodelled.TRANSFORMERS);
  }

  /** Epochs, or steps, which go before them. */
  static void epochs(Reading f, String key, String fallback) {
    OptionalLong steps = f.whole("max_steps", -1, 1_000_000_000);
    boolean counted = steps.isPresent() && steps.getAsLong() > 0;
    if (counted) {
      f.out().set(TrainerConfig.MAX_STEPS, f.place("max_steps"), Long.toString(steps.getAsLong()));
      f.note("max_steps", steps.getAsLong() + " optimizer steps in place of epochs");
    } else if (f.has("max_steps")) {
      f.note("max_steps", "no limit");
    }
    OptionalDouble epochs = f.number(key, 0.001, 10_000);
    if (epochs.isPresent()) {
      if (counted) {
        f.note(key, "max_steps goes before it");
      } else {
        f.use(key, EPOCHS, Numbers.plain(epochs.getAsDouble()));
      }
    } else if (!f.has(key) && !counted) {
      f.fill(key, EPOCHS, fallback);
    }
  }

  /**
   * {@code gradient_checkpointing} and, since Transformers 5.2x, {@code activation_checkpointing}.
   */
  static void checkpointing(Reading f, boolean fallback) {
    String key =
        f.has("gradient_checkpointing") ? "gradient_checkpointing" : "activation_checkpointing";
    if (f.has(key)) {
      f.flag(key).ifPresent(on -> f.use(key, CHECKPOINTING, on ? "full" : "none"));
    } else {
      f.fill("gradient_checkpointing", CHECKPOINTING, fallback ? "full" : "none");
    }
    for (String kwargs :
        List.of("gradient_checkpointing_kwargs", "activation_checkpointing_kwargs")) {
      if (f.has(kwargs + ".use_reentrant")) {
        f.note(kwargs + ".use_reentrant", "either way of recomputing takes the same here");
      }
    }
  }

  /** The kernel of attention, by Transformers' names and those of the hub. */
  static void attention(Reading f, String key) {
    f.text(key)
        .ifPresent(given -> {
          String low = given.toLowerCase(Locale.ROOT);
          String kernel = low.equals("sdpa") || low.equals("eager") ? low : "flash";
          f.use(key, "training.attention", kernel);
        });
  }

  /** Liger's kernels: its loss never has whole logits. */
  static void liger(Reading f, String key) {
    if (f.on(key)) {
      f.use(key, FUSED_LOSS, "true");
    } else if (f.has(key)) {
      f.note(key, "no Liger kernels");
    }
  }

  /** Whether batches are made of examples of like length. */
  static boolean groupsByLength(Reading f) {
    boolean old = f.on("group_by_length");
    boolean now =
        f.text("train_sampling_strategy").filter("group_by_length"::equalsIgnoreCase).isPresent();
    for (String key : List.of("group_by_length", "train_sampling_strategy")) {
      if (f.has(key)) {
        f.note(key, "data: batches by length = " + (old || now));
      }
    }
    return old || now;
  }
}
