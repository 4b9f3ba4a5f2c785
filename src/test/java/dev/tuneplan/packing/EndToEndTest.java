package dev.tuneplan.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From the lengths of two real data sets to the rows and steps that the trainers reported. */
class EndToEndTest {
  private static final int LENGTH = 512;
  private static final int SEED = 42;
  private static final Map<String, int[]> LENGTHS =
      Recorded.rows("end-to-end-lengths.csv")
          .collect(
              Collectors.toMap(
                  r -> r.text("data"),
                  r ->
                      Arrays.stream(r.text("lengths").split(" "))
                          .mapToInt(Integer::parseInt)
                          .toArray()));

  private static int[] lengths(Recorded.Row row) {
    int[] lengths = LENGTHS.getOrDefault(row.text("data"), new int[0]);
    return row.text("shuffle").equals("True")
        ? Lengths.inOrder(lengths, new NumpyRandom(SEED).permutation(lengths.length))
        : lengths;
  }

  private static Batching batching(Recorded.Row row) {
    return new Batching(row.number("micro_batch"), row.number("gradient_accumulation"), 1, false);
  }

  static Stream<Recorded.Row> trl() {
    return Recorded.rows("end-to-end.csv").filter(r -> r.text("trainer").equals("trl"));
  }

  @ParameterizedTest
  @MethodSource("trl")
  void rowsAndStepsAreThoseOfSftTrainer(Recorded.Row row) {
    Packing packing =
        row.text("packing").equals("True")
            ? new TrlPacking(
                TrlPacking.Strategy.valueOf(row.text("strategy").toUpperCase(Locale.ROOT)), LENGTH)
            : Unpacked.truncating(LENGTH);
    Rows rows = packing.rows(lengths(row));
    assertThat(rows.count()).isEqualTo(row.number("rows"));
    assertThat(rows.packed().tokensKept()).isEqualTo(row.big("tokens"));
    int[] ascending = rows.lengths();
    Arrays.sort(ascending);
    assertThat(Recorded.crc(IntStream.of(ascending))).isEqualTo(row.big("crc"));
    RunLength epochs = new RunLength.Epochs(row.number("epochs"));
    assertThat(Steps.huggingFace(rows.count(), batching(row), epochs).total())
        .isEqualTo(row.big("steps"));
  }

  static Stream<Recorded.Row> axolotl() {
    return Recorded.rows("end-to-end.csv").filter(r -> r.text("trainer").equals("axolotl"));
  }

  @ParameterizedTest
  @MethodSource("axolotl")
  void examplesAndStepsAreThoseOfAxolotl(Recorded.Row row) {
    Rows kept = Unpacked.axolotl(LENGTH).rows(lengths(row));
    assertThat(kept.count()).isEqualTo(row.number("rows"));
    assertThat(kept.packed().tokensKept()).isEqualTo(row.big("tokens"));
    assertThat(Recorded.crc(IntStream.of(kept.lengths()))).isEqualTo(row.big("crc"));
    AxolotlRun run = new AxolotlRun(LENGTH, false, batching(row), row.number("epochs"));
    MultipackEpoch epoch = run.sampled(kept.lengths(), run.multipack(), new TorchRandom(7));
    assertThat(run.packedSteps(epoch.batches())).isEqualTo(row.big("steps"));
  }
}
