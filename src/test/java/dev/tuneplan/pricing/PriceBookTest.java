package dev.tuneplan.pricing;

import static dev.tuneplan.pricing.PriceFileTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PriceBookTest {
  private static final PriceRow SHIPPED =
      row("aws,us-east-1,p5.48xlarge,h100-sxm5-80gb,8,,,,,55.04,20,2026-07-20,list\n");
  private static final PriceRow OWN =
      row("aws,us-east-1,p5.48xlarge,h100-sxm5-80gb,8,,,,,40,,,contract\n");

  @Test
  void letsTheUsersLineReplaceTheShippedOneWholly() {
    assertThat(PriceBook.of(List.of(List.of(SHIPPED), List.of(OWN))).offers())
        .containsExactlyElementsOf(OWN.offers())
        .hasSize(1);
  }

  @Test
  void keepsLinesOfOtherRegions() {
    PriceRow west = row("aws,us-west-2,p5.48xlarge,h100-sxm5-80gb,8,,,,,55.04,,,list\n");
    assertThat(PriceBook.of(List.of(List.of(SHIPPED, west), List.of(OWN))).offers()).hasSize(2);
  }

  @Test
  void keepsAllLinesOfOneMachineInOneFile() {
    assertThat(PriceBook.of(List.of(List.of(SHIPPED, OWN))).offers()).hasSize(3);
  }

  @Test
  void makesSpotAnOfferOfItsOwn() {
    assertThat(SHIPPED.offers()).extracting(Offer::spot).containsExactly(false, true);
    assertThat(SHIPPED.offers())
        .extracting(o -> o.usdPerHour().toPlainString())
        .containsExactly("55.04", "20");
  }
}
