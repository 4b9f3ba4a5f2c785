package dev.tuneplan.measured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.testing.PlayedRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowBlockTest {
  private static RowBlock packed(List<Row> rows) {
    RowPacker packer = new RowPacker();
    rows.forEach(packer::add);
    return packer.block(rows.getFirst().device());
  }

  private static List<Row> of(String device, PlayedRows played) {
    return played.rows().stream().filter(r -> r.device().equals(device)).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rowsComeBackToTheLastDigitOutOfAFewBytesEach(long seed) {
    for (String device : List.of("host", "GPU-0")) {
      List<Row> rows = of(device, new PlayedRows(seed, 1, 300));
      RowBlock block = packed(rows);
      assertThat(block.rows()).isEqualTo(rows);
      assertThat(block.bytes().length).isLessThan(70 * rows.size());
    }
  }

  @Test
  void whatIsUnusualComesBackToo() {
    Row gap =
        new Row(
            "GPU-0",
            Phase.PEERS,
            5,
            5,
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            0,
            Map.of(),
            Map.of(Counter.ENERGY, Long.MAX_VALUE, Counter.OOM_KILLS, 0L),
            Map.of("größer als \u20ac", 3L));
    Row after = new Row("GPU-0", Phase.PEERS, 2, 9, gap.at(), 1, Map.of(), Map.of(), gap.signs());
    assertThat(packed(List.of(gap, after)).rows()).containsExactly(gap, after);
  }

  @Test
  void damagedBytesAreFound() {
    List<Row> rows = of("GPU-0", new PlayedRows(1, 1, 300));
    RowBlock block = packed(rows);
    byte[] cut = java.util.Arrays.copyOf(block.bytes(), block.bytes().length / 2);
    assertThatThrownBy(() -> new RowBlock("GPU-0", 300, cut).rows())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("damaged");
    byte[] newer = block.bytes();
    newer[0] = 2;
    assertThatThrownBy(() -> new RowBlock("GPU-0", 300, newer).rows())
        .hasMessageContaining("have the format 2");
    assertThatThrownBy(() -> new RowBlock("GPU-0", 1, new byte[0]).rows())
        .hasMessageContaining("have the format 0");
  }
}
