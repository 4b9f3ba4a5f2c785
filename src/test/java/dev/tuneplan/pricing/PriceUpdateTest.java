package dev.tuneplan.pricing;

import static dev.tuneplan.pricing.PriceFileTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PriceUpdateTest {
  private static final PriceRow MARCH = row("aws,r,g5.xlarge,a10g,1,,,,,1.0,,2026-03-01,x\n");
  private static final PriceRow JUNE = row("aws,r,g5.xlarge,a10g,1,,,,,1.1,,2026-06-01,x\n");
  private static final PriceRow UNDATED = row("aws,r,g5.xlarge,a10g,1,,,,,1.2,,,x\n");
  private static final PriceRow OTHER = row("aws,r,g6.xlarge,l4,1,,,,,0.8,,2026-03-01,x\n");

  @Test
  void addsWhatTheListDoesNotHave() {
    PriceUpdate update = PriceUpdate.of(List.of(OTHER), List.of(MARCH));
    assertThat(update.added()).containsExactly(MARCH);
    assertThat(update.rows()).containsExactly(OTHER, MARCH);
  }

  @Test
  void replacesAnOlderPriceInItsPlace() {
    PriceUpdate update = PriceUpdate.of(List.of(MARCH, OTHER), List.of(JUNE));
    assertThat(update.updated()).containsExactly(JUNE);
    assertThat(update.rows()).containsExactly(JUNE, OTHER);
  }

  @Test
  void keepsAPriceOfALaterDate() {
    assertThat(PriceUpdate.of(List.of(JUNE), List.of(MARCH)).kept()).containsExactly(JUNE);
    PriceUpdate update = PriceUpdate.of(List.of(JUNE), List.of(UNDATED));
    assertThat(update.rows()).containsExactly(JUNE);
    assertThat(update.changes()).isFalse();
  }

  @Test
  void replacesAnUndatedPrice() {
    assertThat(PriceUpdate.of(List.of(UNDATED), List.of(MARCH)).rows()).containsExactly(MARCH);
  }

  @Test
  void replacesEveryLineOfOneMachineByTheNewOne() {
    assertThat(PriceUpdate.of(List.of(MARCH, UNDATED, OTHER), List.of(JUNE)).rows())
        .containsExactly(JUNE, OTHER);
  }

  @Test
  void leavesLinesOfOtherMachinesAsTheyAre() {
    PriceUpdate update = PriceUpdate.of(List.of(MARCH, UNDATED, OTHER), List.of());
    assertThat(update.rows()).containsExactly(MARCH, UNDATED, OTHER);
    assertThat(update.changes()).isFalse();
  }
}
