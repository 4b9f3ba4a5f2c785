package dev.tuneplan.economics;

/** What is to be answered before anything is fine-tuned (published June 2026). */
public enum Question {
  PROMPTS_OPTIMISED(
      "Were prompts worked on first, and was that not enough?",
      "work on the prompts first: 4 to 16 hours, nothing to pay",
      true),
  CHEAPER_MODEL_TRIED(
      "Was a cheaper base model tried, and was it not enough?",
      "try a cheaper base model on an evaluation set first: it may do",
      true),
  GAP_MEASURED(
      "Is the gap measured, on an evaluation set?",
      "make an evaluation set (4 to 8 hours) and measure how far the present model falls short",
      true),
  GOOD_EXAMPLES(
      "Are there 200 or more good examples?",
      "collect 200 to 500 good examples (classification), 500 to 1,000 (generation)",
      true),
  PAYS_IN_THREE_MONTHS(
      "Does the saving pay training and people back within 3 months?",
      "more calls, shorter prompts or less work must come first: see what must be true in"
          + " breakeven",
      false);

  private final String words;
  private final String advice;
  private final boolean asked;

  Question(String words, String advice, boolean asked) {
    this.words = words;
    this.advice = advice;
    this.asked = asked;
  }

  /** The question. */
  public String words() {
    return words;
  }

  /** What to do where the answer is no. */
  public String advice() {
    return advice;
  }

  /** What to do where the answer is not known. */
  public String unanswered() {
    return asked
        ? "find out: " + words + " Until then, " + advice
        : "say what the model is used for (traffic), with models that have prices";
  }

  /** Whether people answer it; otherwise it is computed. */
  public boolean asked() {
    return asked;
  }
}
