package dev.tuneplan.packing;

/**
 * Optimizer steps.
 *
 * @param batchesPerEpoch forward passes of one device in an epoch, ≥ 0
 * @param perEpoch steps in an epoch, ≥ 0
 * @param total steps in the run, ≥ 0
 */
public record Steps(long batchesPerEpoch, long perEpoch, long total) {
  public Steps {
    Check.atLeast("batches", batchesPerEpoch, 0);
    Check.atLeast("steps in an epoch", perEpoch, 0);
    Check.atLeast("steps", total, 0);
  }

  /**
   * Hugging Face's Trainer, so TRL and LLaMA-Factory too: the last step of an epoch may have fewer
   * batches (transformers 5.23.0, trainer.py {@code set_initial_training_values}; read 2026-11-25).
   *
   * @param rows examples, or rows if packed, ≥ 1
   * @throws TrainerRaises if {@code dataloader_drop_last} leaves no batch
   */
  public static Steps huggingFace(long rows, Batching batching, RunLength length) {
    Check.atLeast("rows", rows, 1);
    long batches = batching.batchesPerDevice(rows);
    if (batches == 0) {
      throw new TrainerRaises(
          "the Trainer ends with an error: %d rows make no complete batch of %d on %d devices; take smaller batches, fewer devices, or set dataloader_drop_last to false"
              .formatted(rows, batching.microBatch(), batching.worldSize()));
    }
    long perEpoch = Math.max(Math.ceilDiv(batches, batching.gradientAccumulation()), 1);
    long total =
        switch (length) {
          case RunLength.Epochs e -> (long) Math.ceil(e.epochs() * perEpoch);
          case RunLength.MaxSteps m -> m.steps();
        };
    return new Steps(batches, perEpoch, total);
  }

  /**
   * torchtune's recipes: incomplete batches and steps are left out (torchtune 0.6.1,
   * recipes/full_finetune_distributed.py {@code _steps_per_epoch}, {@code _setup_data}; read
   * 2026-11-25). The last batches of an epoch that make no step count into the next one's.
   *
   * @param rows examples, or rows if packed, ≥ 1
   * @param epochs {@code epochs}, ≥ 1
   * @param maxStepsPerEpoch {@code max_steps_per_epoch}; {@code Long.MAX_VALUE} for null
   */
  public static Steps torchtune(long rows, Batching batching, int epochs, long maxStepsPerEpoch) {
    Check.atLeast("rows", rows, 1);
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("max_steps_per_epoch", maxStepsPerEpoch, 1);
    long batches = Math.ceilDiv(rows, batching.worldSize()) / batching.microBatch();
    long perEpoch = Math.min(batches / batching.gradientAccumulation(), maxStepsPerEpoch);
    return new Steps(batches, perEpoch, epochs * perEpoch);
  }

  /**
   * LitGPT's finetune commands: accumulation goes on over the ends of epochs (litgpt 0.5.13,
   * finetune/lora.py {@code main}, {@code fit}; data/alpaca.py; read 2026-11-25).
   *
   * @param examples ≥ 1
   * @param epochs {@code train.epochs}, ≥ 1
   * @param maxSteps {@code train.max_steps}; {@code Long.MAX_VALUE} for null
   */
  public static Steps litGpt(long examples, Batching batching, int epochs, long maxSteps) {
    Check.atLeast("examples", examples, 1);
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("max_steps", maxSteps, 1);
    long each = Math.ceilDiv(examples, batching.worldSize());
    long batches = Math.ceilDiv(each, batching.microBatch());
    int accumulation = batching.gradientAccumulation();
    return new Steps(
        batches, batches / accumulation, Math.min(epochs * batches / accumulation, maxSteps));
  }
}
