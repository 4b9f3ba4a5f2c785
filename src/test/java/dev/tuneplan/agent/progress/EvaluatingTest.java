package dev.tuneplan.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.Moment;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as Transformers' ProgressCallback and torchtune print them. */
class EvaluatingTest {
  private static final String STEP = " 12%|# | 120/1000 [02:00<14:40,  1.00s/it]";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "; false",
        "***** Running Evaluation *****; true",
        " 40%|#   | 4/10 [00:01<00:02,  2.5it/s]; true",
        " 40%|#   | 4/10 [00:01<00:02,  2.5it/s] then 100%|###| 10/10 [00:04<00:00,  2.5it/s];"
            + " false",
        " 40%|#   | 4/10 [00:01<00:02,  2.5it/s] then {'eval_loss': '1.2', 'epoch': '0.12'}; false",
        "***** Running Evaluation ***** then {'eval_loss': 1.2, 'epoch': 0.12}; false",
        "***** Running Evaluation ***** then  12%|# | 121/1000 [02:01<14:39,  1.00s/it]; false",
        "***** Running Evaluation ***** then 1|121|Loss: 1.5; false",
        "Map:  40%|#  | 400/1000 [00:01<00:02, 250.0 examples/s]; false",
        "***** Running Evaluation ***** then {'loss': '1.2', 'epoch': '0.12'}; true",
      })
  void endsWithItsResultItsBarOrAStep(String text, boolean evaluating) {
    OutputLines lines = new OutputLines(r -> {}, Moment::now);
    lines.line(STEP);
    Stream.ofNullable(text).flatMap(t -> Stream.of(t.split(" then "))).forEach(lines::line);
    assertThat(lines.evaluating()).isEqualTo(evaluating);
  }
}
