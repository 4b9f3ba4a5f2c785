package dev.tuneplan.packing;

/** How long a run trains. */
public sealed interface RunLength {
  /**
   * Passes over the data.
   *
   * @param epochs more than 0; {@code num_train_epochs}, {@code num_epochs} or {@code epochs}
   */
  record Epochs(double epochs) implements RunLength {
    public Epochs {
      if (!(epochs > 0)) {
        throw new IllegalArgumentException("epochs must be more than 0, was " + epochs);
      }
    }
  }

  /**
   * Steps, however many passes that takes.
   *
   * @param steps ≥ 1; {@code max_steps}
   */
  record MaxSteps(long steps) implements RunLength {
    public MaxSteps {
      Check.atLeast("max_steps", steps, 1);
    }
  }
}
