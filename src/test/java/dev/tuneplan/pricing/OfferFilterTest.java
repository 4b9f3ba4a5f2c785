package dev.tuneplan.pricing;

import static dev.tuneplan.pricing.PriceFileTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferFilterTest {
  private static final List<Offer> OFFERS =
      Stream.of(
              row("aws,us-east-1,g6e.xlarge,l40s,1,,,,,1.86,0.9,2026-07-20,list\n"),
              row("lambda,us-east-1,gpu_1x_h100,h100-sxm5-80gb,1,,,,,4.29,,2026-09-25,list\n"))
          .flatMap(r -> r.offers().stream())
          .toList();

  private static OfferFilter filter(String spot, List<String> providers, List<String> regions) {
    return new OfferFilter(OfferFilter.Kind.ofSpot(spot), providers, regions);
  }

  @ParameterizedTest
  @CsvSource({"allow, 3", "only, 1", "never, 2"})
  void keepsSpotAsTheSpecSays(String word, int left) {
    assertThat(filter(word, List.of(), List.of()).of(OFFERS)).hasSize(left);
  }

  @Test
  void comparesNamesInAnyCase() {
    assertThat(filter("never", List.of("AWS"), List.of("US-East-1")).of(OFFERS)).hasSize(1);
  }

  @Test
  void leavesNothingWhereNobodySells() {
    assertThat(filter("allow", List.of("aws"), List.of("eu-west-1")).of(OFFERS)).isEmpty();
    assertThat(filter("only", List.of("lambda"), List.of()).of(OFFERS)).isEmpty();
  }

  @Test
  void tellsNamesThatNoOfferHas() {
    assertThat(filter("allow", List.of("aws", "lamda"), List.of("mars")).unknownNames(OFFERS))
        .extracting(OfferFilter.UnknownName::rule)
        .containsExactly(
            "is the provider of no offer; did you mean 'lambda'?; 'tuneplan prices list' shows all",
            "is the region of no offer; 'tuneplan prices list' shows all");
  }
}
