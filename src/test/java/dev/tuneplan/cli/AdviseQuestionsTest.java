package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.economics.Answer;
import dev.tuneplan.economics.Question;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdviseQuestionsTest {
  private final List<String> asked = new ArrayList<>();

  private Map<Question, Answer> ask(Map<Question, Answer> given, long examples, String... lines) {
    Deque<String> left = new ArrayDeque<>(List.of(lines));
    return AdviseQuestions.ask(
        given,
        examples,
        question -> {
          asked.add(question);
          return left.poll();
        });
  }

  @Test
  void asksForWhatWasNotGiven() {
    assertThat(ask(Map.of(Question.GAP_MEASURED, Answer.YES), 3000, "Yes", "n", ""))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Question.PROMPTS_OPTIMISED, Answer.YES,
                Question.CHEAPER_MODEL_TRIED, Answer.NO,
                Question.GAP_MEASURED, Answer.YES,
                Question.GOOD_EXAMPLES, Answer.UNKNOWN));
    assertThat(asked).hasSize(3).noneMatch(q -> q.contains("gap"));
  }

  @Test
  void doesNotAskWhetherTooFewExamplesAreGood() {
    assertThat(ask(Map.of(), 50, "yes", "yes", "yes"))
        .doesNotContainKey(Question.GOOD_EXAMPLES)
        .doesNotContainKey(Question.PAYS_IN_THREE_MONTHS);
  }

  @Test
  void asksAgainWhatWasNoAnswerAndTakesTheEndForUnknown() {
    assertThat(ask(Map.of(), 50, "maybe", "no", "perhaps", "perhaps", "perhaps"))
        .containsEntry(Question.PROMPTS_OPTIMISED, Answer.NO)
        .containsEntry(Question.CHEAPER_MODEL_TRIED, Answer.UNKNOWN)
        .containsEntry(Question.GAP_MEASURED, Answer.UNKNOWN);
    assertThat(asked).hasSize(6);
  }
}
