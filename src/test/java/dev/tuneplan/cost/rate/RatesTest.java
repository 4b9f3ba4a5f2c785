package dev.tuneplan.cost.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.NodeGpus;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.pricing.Offer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RatesTest {
  private static final String HEAD = "apiVersion: tuneplan/v1\nkind: Rates\nrates:\n";

  private static RateBook book(String rates) {
    return RatesReader.read(YamlFiles.parse("rates.yaml", HEAD + rates));
  }

  private static Optional<NodeFacts> node(String type, Capacity capacity) {
    return Optional.of(
        new NodeFacts(
            "n1",
            Optional.empty(),
            Optional.of(type),
            Optional.of("us-east-1"),
            Optional.empty(),
            capacity,
            Optional.of(new NodeGpus("NVIDIA-H100-80GB-HBM3-SHARED", 1, "none")),
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.empty()));
  }

  private static String found(RateBook book, Optional<NodeFacts> node) {
    return switch (book.find(node)) {
      case Quote.Priced p -> p.rate().source().text();
      case Quote.Unpriced u -> u.why();
    };
  }

  @Test
  void theCardThatSaysMostAboutAMachineCounts() {
    RateBook book =
        book(
            """
            - {perGpuHour: 9, source: for all}
            - {gpu: NVIDIA-H100, perGpuHour: 5, source: any H100}
            - {instanceType: p5.48xlarge, region: us-east-1, capacity: spot, perGpuHour: 1, source: spot}
            - {instanceType: p5.48xlarge, region: us-east-1, capacity: on-demand, perGpuHour: 3, source: on demand}
            - {instanceType: p5.48xlarge, region: eu-west-1, capacity: on-demand, perGpuHour: 2, source: elsewhere}
            """);
    assertThat(found(book, node("p5.48xlarge", Capacity.SPOT))).isEqualTo("spot");
    assertThat(found(book, node("p5.48xlarge", Capacity.ON_DEMAND))).isEqualTo("on demand");
    assertThat(found(book, node("p5.4xlarge", Capacity.SPOT))).isEqualTo("any H100");
    assertThat(found(book, Optional.empty())).isEqualTo("for all");
  }

  @Test
  void whatHasNoRateIsUnpriced() {
    RateBook book = book("- {instanceType: g5.xlarge, perGpuHour: 1, source: x}\n");
    assertThat(found(book, node("p5.48xlarge", Capacity.SPOT)))
        .isEqualTo(
            "no rate is known for p5.48xlarge in us-east-1, spot, NVIDIA-H100-80GB-HBM3-SHARED");
    assertThat(found(book, Optional.empty()))
        .isEqualTo("no rate is known for a machine that nobody saw");
  }

  @Test
  void aMachineThatDoesNotSayOnWhichTermsIsTakenToBeOnDemand() {
    RateBook book =
        book(
            """
            - {instanceType: p5.48xlarge, capacity: on-demand, perGpuHour: 3, source: on demand}
            - {instanceType: p5.48xlarge, capacity: spot, perGpuHour: 1, source: spot}
            """);
    assertThat(found(book, node("p5.48xlarge", Capacity.UNKNOWN))).isEqualTo("on demand");
  }

  @Test
  void aUsersOwnRateCountsBeforeAListThatSaysMore() {
    RateBook own = book("- {perGpuHour: 9, source: own}\n");
    RateBook list =
        book("- {instanceType: p5.48xlarge, region: us-east-1, perGpuHour: 3, source: list}\n");
    RateBook h100 = book("- {gpu: NVIDIA-H100, perGpuHour: 9, source: own}\n");
    assertThat(found(own.then(list), node("p5.48xlarge", Capacity.SPOT))).isEqualTo("own");
    assertThat(found(h100.then(list), Optional.empty())).startsWith("no rate is known");
    assertThat(found(list.then(h100).then(own), node("p6", Capacity.SPOT))).isEqualTo("own");
  }

  @Test
  void ratesOfAnotherCurrencyStayOut() {
    RateBook euros =
        new RateBook("EUR", book("- {gpu: NVIDIA-L40S, perGpuHour: 9, source: own}\n").cards());
    RateBook dollars = book("- {perGpuHour: 3, source: list}\n");
    assertThat(found(euros.then(dollars), node("p5.48xlarge", Capacity.SPOT)))
        .startsWith("no rate is known");
    assertThatThrownBy(() -> new RateBook("EUR", List.of(), Optional.of(dollars)))
        .hasMessageContaining("two currencies");
  }

  @Test
  void aMachineOfOnesOwnCostsItsPriceAndItsPower() {
    RateBook book =
        book(
            """
            - gpu: NVIDIA-H100
              source: bought in May
              date: 2026-05-02
              onPrem: {price: 280000, lifeYears: 4, utilisation: 0.5, watts: 10000, powerPerKwh: 0.25, pue: 1.4, gpus: 8}
            """);
    Rate rate = ((Quote.Priced) book.find(node("any", Capacity.UNKNOWN))).rate();
    // 280000 / (4 x 8766 x 0.5) = 15.971 and 10 kW x 0.25 x 1.4 = 3.50, over 8 GPUs
    assertThat(rate.prices().points().getFirst().perHour().doubleValue())
        .isCloseTo((280000.0 / 17532 + 3.5) / 8, within(1e-12));
    assertThat(rate.source()).isEqualTo(new RateSource("bought in May", "2026-05-02"));
  }

  @Test
  void pricesThatChangeAreAList() {
    RateBook book =
        book(
            """
            - source: spot
              perGpuHour:
              - {from: 2026-11-20T00:00:00Z, price: "1.21"}
              - {from: 2026-11-20T10:00:00Z, price: "1.34"}
            """);
    assertThat(book.cards().getFirst().rate().prices().points()).hasSize(2);
  }

  @Test
  void offersAreRatesPerGpu() {
    Offer offer =
        new Offer(
            "aws",
            "us-east-1",
            "p5.48xlarge",
            "h100-sxm5-80gb",
            8,
            true,
            new BigDecimal("9.68"),
            "2026-07-20",
            "a list");
    RateBook book = RateBook.of(List.of(offer));
    Rate rate = ((Quote.Priced) book.find(node("p5.48xlarge", Capacity.SPOT))).rate();
    assertThat(rate.prices().points().getFirst().perHour()).isEqualByComparingTo("1.21");
    assertThat(rate.source().text()).isEqualTo("aws us-east-1 p5.48xlarge spot");
  }

  @Test
  void everyFaultIsSaidAtOnce() {
    assertThatThrownBy(() ->
            book(
                """
                - {perGpuHour: 3, nodeHour: 24, source: x}
                - {perGpuHour: -3, source: x, colour: red}
                - {source: x}
                - {perGpuHour: [{from: yesterday, price: 1}], source: x}
                - source: x
                  onPrem: {price: 1, lifeYears: 0, utilisation: 1.5, watts: 1, powerPerKwh: 1, pue: 0.9}
                """))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("never mixed")
        .hasMessageContaining("rates[1].perGpuHour: must be a number")
        .hasMessageContaining("rates[1].colour: is not known here")
        .hasMessageContaining("needs one of perGpuHour, nodeHour or onPrem")
        .hasMessageContaining("rates[3].perGpuHour[0].from: must be a time")
        .hasMessageContaining("rates[4].onPrem.lifeYears: must be above 0")
        .hasMessageContaining("rates[4].onPrem.pue: must be 1 or more");
  }
}
