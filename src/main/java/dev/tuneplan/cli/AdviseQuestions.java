package dev.tuneplan.cli;

import dev.tuneplan.economics.Advice;
import dev.tuneplan.economics.Answer;
import dev.tuneplan.economics.Question;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks for the answers that neither a spec nor an option gave. */
final class AdviseQuestions {
  private static final int TRIES = 3;

  private AdviseQuestions() {}

  /**
   * The answers with those that were asked for.
   *
   * @param examples in the data; too few need no question whether they are good
   * @param reader shows a question and reads a line; null: the input has ended
   */
  static Map<Question, Answer> ask(
      Map<Question, Answer> given, long examples, Function<String, @Nullable String> reader) {
    Map<Question, Answer> all = new EnumMap<>(Question.class);
    all.putAll(given);
    for (Question q : Question.values()) {
      boolean told = q == Question.GOOD_EXAMPLES && examples < Advice.ENOUGH_EXAMPLES;
      if (q.asked() && !told && !all.containsKey(q)) {
        all.put(q, answer(q, reader));
      }
    }
    return all;
  }

  /** What is no answer is asked for again, twice; then it is unknown. */
  private static Answer answer(Question q, Function<String, @Nullable String> reader) {
    for (int i = 0; i < TRIES; i++) {
      String line = reader.apply(q.words() + " [yes, no; empty: unknown] ");
      String word = line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
      switch (word) {
        case "yes", "y" -> {
          return Answer.YES;
        }
        case "no", "n" -> {
          return Answer.NO;
        }
        case "" -> {
          return Answer.UNKNOWN;
        }
        default -> {}
      }
    }
    return Answer.UNKNOWN;
  }
}
