package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import dev.tuneplan.files.Leaves;

/**
 * What a trainer's own configuration files say, in a run spec's keys.
 *
 * @param trainer whose file it is
 * @param place where the trainer's file begins
 * @param settings values of a run spec, which keep their places in the trainer's files, and {@link
 *     #ACCUMULATION} and {@link #MAX_STEPS}
 * @param data what is trained on
 * @param report what became of every key
 */
public record TrainerConfig(
    Trainer trainer, Place place, Leaves settings, TrainerData data, KeyReport report) {
  /** No key of a run spec: micro-steps of a step, which a command multiplies by its GPUs. */
  public static final String ACCUMULATION = "accumulation";

  /** No key of a run spec: optimizer steps of the run, which go before its epochs. */
  public static final String MAX_STEPS = "maxSteps";

  /** The settings over a run spec's. */
  public Leaves over(Leaves base) {
    Leaves all = base;
    for (var e : settings.values().entrySet()) {
      all = all.with(e.getKey(), e.getValue());
    }
    return all;
  }
}
