package dev.tuneplan.usage;

import dev.tuneplan.base.Money;
import java.util.Optional;

/** What a model's tokens cost, or why that is not known. */
public sealed interface Rate {
  /** Whether the model is a fine-tuned one. */
  boolean fineTuned();

  /** The model that it is or that was fine-tuned, as far as its name tells. */
  Optional<String> base();

  /**
   * It has rates.
   *
   * @param matched the entry whose rates they are, and where they come from
   * @param onTop what is paid beside tokens, such as hosting; may be empty
   */
  record Known(boolean fineTuned, Optional<String> base, String matched, String onTop, Price price)
      implements Rate {}

  /**
   * It has none.
   *
   * @param reason a clause
   */
  record Unknown(boolean fineTuned, Optional<String> base, String reason) implements Rate {}

  /** Prices tokens. */
  interface Price {
    /** What tokens cost, cached ones at their own rate; USD, exact. */
    Money standard(Tokens tokens);

    /** What tokens in a batch cost; empty where no rate is known. */
    Optional<Money> batch(Tokens tokens);

    /** Whether cached input has a rate of its own; otherwise it costs what other input costs. */
    boolean cachedRate();
  }

  /** Answers for names as logs have them. */
  interface Book {
    /**
     * The rates of a name.
     *
     * @param provider who answered, as the log says; empty when it does not
     */
    Rate rate(String provider, String model);
  }
}
