package dev.tuneplan.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packed rows equal those of the trainers' own code, row by row. */
class TrainersPackingTest {
  static Stream<Recorded.Row> trl() {
    return Recorded.rows("trl.csv");
  }

  @ParameterizedTest
  @MethodSource("trl")
  void packsAsTrlDoes(Recorded.Row row) {
    TrlPacking packing =
        new TrlPacking(
            TrlPacking.Strategy.valueOf(row.text("strategy").toUpperCase(Locale.ROOT)),
            row.number("max_length"),
            new MapBatches(row.number("batch_size"), row.number("num_proc")));
    if (row.text("rows").equals("raises")) {
      assertThatThrownBy(() -> packing.pack(row.lengths()))
          .isInstanceOf(TrainerRaises.class)
          .hasMessageContaining("have no tokens; remove them");
      return;
    }
    Rows rows = packing.rows(row.lengths());
    assertThat(rows.count()).isEqualTo(row.number("rows"));
    assertThat(rows.packed().tokensKept()).isEqualTo(row.big("kept"));
    int[] ascending = rows.lengths();
    Arrays.sort(ascending);
    assertThat(Recorded.crc(IntStream.of(ascending))).isEqualTo(row.big("crc"));
  }

  static Stream<Recorded.Row> multipack() {
    return Recorded.rows("multipack.csv");
  }

  @ParameterizedTest
  @MethodSource("multipack")
  void packsAsAxolotlDoes(Recorded.Row row) {
    Multipack packing =
        new Multipack(
            row.number("batch_max_len"),
            row.number("group_size"),
            row.number("bin_size"),
            row.text("sequential").equals("True"));
    Rows rows = packing.rows(row.lengths());
    assertThat(rows.count()).isEqualTo(row.number("bins"));
    assertThat(Recorded.crc(IntStream.of(rows.lengths()))).isEqualTo(row.big("crc"));
    AxolotlRun run =
        new AxolotlRun(row.number("batch_max_len"), true, Batching.of(row.number("batch_size")), 1);
    MultipackEpoch epoch = run.epoch(rows);
    assertThat(epoch.batches()).isEqualTo(row.big("batches"));
    assertThat(epoch.tokensUsed()).isEqualTo(row.big("tokens_used"));
    assertThat(epoch.tokenSlots()).isEqualTo(row.big("token_slots"));
    assertThat(epoch.efficiency()).isEqualTo(Double.parseDouble(row.text("efficiency")));
  }

  static Stream<Recorded.Row> llamaFactory() {
    return Recorded.rows("llama-factory.csv");
  }

  @ParameterizedTest
  @MethodSource("llamaFactory")
  void packsAsLlamaFactoryDoes(Recorded.Row row) {
    Rows rows = new LlamaFactoryPacking(row.number("cutoff_len")).rows(row.lengths());
    assertThat(rows.count()).isEqualTo(row.number("rows"));
    assertThat(rows.packed().tokensKept()).isEqualTo(row.big("kept"));
    assertThat(Recorded.crc(IntStream.of(rows.lengths()))).isEqualTo(row.big("crc"));
  }

  static Stream<Recorded.Row> torchtune() {
    return Recorded.rows("torchtune.csv");
  }

  @ParameterizedTest
  @MethodSource("torchtune")
  void packsAsTorchtuneDoes(Recorded.Row row) {
    TorchtunePacking packing =
        new TorchtunePacking(
            row.number("max_seq_len"), row.text("split_across_pack").equals("True"));
    if (row.text("rows").equals("raises")) {
      assertThatThrownBy(() -> packing.pack(row.lengths()))
          .isInstanceOf(TrainerRaises.class)
          .hasMessageContaining("more than max_seq_len");
      return;
    }
    Rows rows = packing.rows(row.lengths());
    assertThat(rows.count()).isEqualTo(row.number("rows"));
    assertThat(Recorded.crc(IntStream.of(rows.lengths()))).isEqualTo(row.big("crc"));
  }
}
