package dev.tuneplan.managed;

import java.util.Optional;

/** What a model's name in a log costs, or why that is not known. */
public sealed interface RateAnswer {
  /** The name as it was asked for. */
  String name();

  /** Whether the name is that of a fine-tuned model. */
  boolean fineTuned();

  /** The model that it is, or that was fine-tuned, as far as the name says; lower case. */
  Optional<String> base();

  /**
   * It has rates.
   *
   * @param model the base model; lower case
   * @param provider whose rates they are
   * @param rates never those of the base model where the name is a fine-tuned one's, unless the
   *     provider bills both alike and says so
   * @param matched the entry whose rates they are, such as {@code ft:gpt-4o-mini}
   * @param hosting what comes on top of tokens
   */
  record Priced(
      String name,
      boolean fineTuned,
      String model,
      String provider,
      TokenRates rates,
      String matched,
      Hosting hosting,
      Grounds grounds)
      implements RateAnswer {
    @Override
    public Optional<String> base() {
      return Optional.of(model);
    }
  }

  /**
   * It has none; never to be counted as 0.
   *
   * @param reason a clause, such as "no rates are known for it"
   */
  record Unpriced(String name, boolean fineTuned, Optional<String> base, String reason)
      implements RateAnswer {}
}
