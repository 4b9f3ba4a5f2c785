package dev.tuneplan.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepsTest {
  private static Batching batching(Recorded.Row row, boolean dropLast) {
    return new Batching(
        row.number("micro_batch"),
        row.number("gradient_accumulation"),
        row.number("world_size"),
        dropLast);
  }

  static Stream<Recorded.Row> trainer() {
    return Recorded.rows("trainer-steps.csv");
  }

  @ParameterizedTest
  @MethodSource("trainer")
  void countsAsTheTrainerDoes(Recorded.Row row) {
    RunLength length =
        row.number("max_steps") > 0
            ? new RunLength.MaxSteps(row.number("max_steps"))
            : new RunLength.Epochs(Double.parseDouble(row.text("num_train_epochs")));
    Batching batching = batching(row, row.text("drop_last").equals("True"));
    if (row.text("total_steps").equals("ValueError")) {
      assertThatThrownBy(() -> Steps.huggingFace(row.number("rows"), batching, length))
          .isInstanceOf(TrainerRaises.class)
          .hasMessageContaining("make no complete batch");
      return;
    }
    Steps steps = Steps.huggingFace(row.number("rows"), batching, length);
    assertThat(steps)
        .isEqualTo(
            new Steps(
                row.number("dataloader"),
                row.number("steps_per_epoch"),
                row.number("total_steps")));
  }

  static Stream<Recorded.Row> torchtune() {
    return Recorded.rows("torchtune-steps.csv");
  }

  @ParameterizedTest
  @MethodSource("torchtune")
  void countsAsTorchtuneDoes(Recorded.Row row) {
    Steps steps = Steps.torchtune(row.number("rows"), batching(row, true), 3, Long.MAX_VALUE);
    assertThat(steps.batchesPerEpoch()).isEqualTo(row.number("dataloader"));
    assertThat(steps.perEpoch()).isEqualTo(row.number("steps_per_epoch"));
    assertThat(steps.total()).isEqualTo(3 * steps.perEpoch());
  }

  static Stream<Recorded.Row> axolotl() {
    return Recorded.rows("axolotl-steps.csv");
  }

  @ParameterizedTest
  @MethodSource("axolotl")
  void countsAsAxolotlDoes(Recorded.Row row) {
    int sequenceLen = row.number("sequence_len");
    Unpacked.Longer longer =
        row.text("excess_length_strategy").equals("drop")
            ? Unpacked.Longer.DROP
            : Unpacked.Longer.TRUNCATE;
    Rows kept = new Unpacked(sequenceLen, longer, Unpacked.AXOLOTL_SHORTEST).rows(row.lengths());
    assertThat(kept.count()).isEqualTo(row.number("examples"));
    assertThat(kept.packed().tokensKept()).isEqualTo(row.big("tokens"));
    AxolotlRun run =
        new AxolotlRun(
            sequenceLen,
            row.text("multipack_real_batches").equals("True"),
            new Batching(
                row.number("micro_batch_size"),
                row.number("gradient_accumulation_steps"),
                row.number("world_size"),
                row.text("dataloader_drop_last").equals("True")),
            Double.parseDouble(row.text("num_epochs")));
    double expected = Double.parseDouble(row.text("steps"));
    if (!row.text("sample_packing").equals("True")) {
      assertThat((double) run.unpackedSteps(kept.count())).isEqualTo(expected);
    } else if (!row.text("given_eff_est").isEmpty()) {
      double given = Double.parseDouble(row.text("given_eff_est"));
      assertThat(run.estimatedSteps(kept.packed().tokensKept(), given)).isEqualTo(expected);
    } else {
      MultipackEpoch epoch = run.sampled(kept.lengths(), run.multipack(), new TorchRandom(42));
      assertThat((double) run.packedSteps(epoch.batches())).isEqualTo(expected);
      assertThat(epoch.estimate()).isEqualTo(Double.parseDouble(row.text("eff_est")));
    }
  }

  @Test
  void litGptCarriesAccumulationOverTheEndOfAnEpoch() {
    Batching batching = new Batching(2, 4, 1, false);
    assertThat(Steps.litGpt(19, batching, 3, Long.MAX_VALUE)).isEqualTo(new Steps(10, 2, 7));
    assertThat(Steps.litGpt(19, batching, 3, 5).total()).isEqualTo(5);
  }

  @Test
  void torchtuneStopsAnEpochAtItsLimit() {
    assertThat(Steps.torchtune(1000, new Batching(2, 1, 1, true), 3, 10))
        .isEqualTo(new Steps(500, 10, 30));
  }

  @Test
  void refusesWhatIsNoRun() {
    assertThatThrownBy(() -> new Batching(0, 1, 1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("micro batch must be at least 1, was 0");
    assertThatThrownBy(() -> new RunLength.Epochs(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Steps.huggingFace(0, Batching.of(1), new RunLength.Epochs(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows must be at least 1");
  }
}
