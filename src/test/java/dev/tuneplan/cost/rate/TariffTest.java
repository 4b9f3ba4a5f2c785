package dev.tuneplan.cost.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.GpuRequest;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.NodeGpus;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.cost.facts.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TariffTest {
  private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");
  private static final Instant TEN = NINE.plusSeconds(3600);
  private static final RateSource SOURCE = new RateSource("a list", "2026-11-01");

  private static NodeFacts node(int replicas, Map<String, Integer> devices) {
    Map<Resource, BigDecimal> has =
        Map.of(Resource.CPU, new BigDecimal("192"), Resource.MEMORY, new BigDecimal("2000"));
    return new NodeFacts(
        "n1",
        Optional.empty(),
        Optional.of("p5.48xlarge"),
        Optional.of("us-east-1"),
        Optional.empty(),
        Capacity.UNKNOWN,
        Optional.of(new NodeGpus("NVIDIA-H100-80GB-HBM3", replicas, "none")),
        devices,
        has,
        has,
        Optional.empty());
  }

  private static Requests requests(String resource, int gpus, String cpu, String memory) {
    return new Requests(
        gpus == 0 ? GpuRequest.NONE : new GpuRequest(resource, gpus, 100),
        new BigDecimal(cpu),
        new BigDecimal(memory),
        BigDecimal.ZERO);
  }

  private static Rate perGpu(String price) {
    return new Rate.PerGpu(PriceSeries.always(new BigDecimal(price)), SOURCE);
  }

  private static Rate ofNode(String price) {
    return new Rate.OfNode(PriceSeries.always(new BigDecimal(price)), BasePrices.OPENCOST, SOURCE);
  }

  @Test
  void theRatePerGpuHasTheMachineInIt() {
    Tariff tariff =
        Tariff.of(
            perGpu("3.04"),
            requests("nvidia.com/gpu", 2, "100", "900"),
            Optional.of(node(1, Map.of("nvidia.com/gpu", 8))),
            NINE);
    assertThat(tariff.between(NINE, TEN)).isEqualTo(Money.of("6.08"));
    assertThat(tariff.parts().keySet()).containsExactly(Resource.GPU);
  }

  @Test
  void thePartsOfAWholeMachineAddUpToItsPrice() {
    Tariff tariff =
        Tariff.of(
            ofNode("24.32"),
            requests("nvidia.com/gpu", 8, "192", "2000"),
            Optional.of(node(1, Map.of("nvidia.com/gpu", 8))),
            NINE);
    assertThat(tariff.between(NINE, TEN).amount())
        .isCloseTo(new BigDecimal("24.32"), within(new BigDecimal("0.000000000005")));
    assertThat(tariff.parts().keySet())
        .containsExactlyInAnyOrder(Resource.GPU, Resource.CPU, Resource.MEMORY, Resource.DISK);
  }

  @Test
  void partsKeepTheProportionOfTheBasePrices() {
    Tariff tariff =
        Tariff.of(
            ofNode("24.32"),
            requests("nvidia.com/gpu", 1, "1", "1"),
            Optional.of(node(1, Map.of("nvidia.com/gpu", 8))),
            NINE);
    double gpu = cost(tariff, Resource.GPU);
    assertThat(gpu / cost(tariff, Resource.CPU)).isCloseTo(0.95 / 0.031611, within(1e-6));
    assertThat(gpu / cost(tariff, Resource.MEMORY)).isCloseTo(0.95 / 0.004237, within(1e-6));
    assertThat(cost(tariff, Resource.DISK)).isZero();
  }

  private static double cost(Tariff tariff, Resource resource) {
    return tariff.parts().entrySet().stream()
        .filter(e -> e.getKey() == resource)
        .mapToDouble(e -> e.getValue().between(NINE, TEN).amount().doubleValue())
        .sum();
  }

  @Test
  void theLargestShareOfAnythingIsTheShareOfTheMachine() {
    Tariff tariff =
        Tariff.of(
            perGpu("3.04"),
            requests("nvidia.com/gpu", 1, "24", "1400"),
            Optional.of(node(1, Map.of("nvidia.com/gpu", 8))),
            NINE);
    // seven tenths of the memory of a machine whose eight GPUs cost 24.32
    assertThat(tariff.machine().orElseThrow().between(NINE, TEN)).isEqualTo(Money.of("17.024"));
  }

  @Test
  void aMachineOfSharedDevicesCostsWhatItsGpusDo() {
    Tariff tariff =
        Tariff.of(
            perGpu("2.00"),
            requests("nvidia.com/gpu", 1, "1", "1"),
            Optional.of(node(4, Map.of("nvidia.com/gpu", 8))),
            NINE);
    // a quarter of one of two GPUs
    assertThat(tariff.between(NINE, TEN)).isEqualTo(Money.of("0.5"));
    assertThat(tariff.machine().orElseThrow().between(NINE, TEN)).isEqualTo(Money.of("0.5"));
  }

  @Test
  void aPodWithoutGpusHasNoPricePerGpu() {
    Requests none = requests("", 0, "4", "16");
    Optional<NodeFacts> node = Optional.of(node(1, Map.of("nvidia.com/gpu", 8)));
    assertThat(Tariff.of(perGpu("3"), none, node, NINE).priced(none)).isFalse();
    assertThat(Tariff.of(ofNode("24"), none, node, NINE).priced(none)).isTrue();
    assertThat(Tariff.of(ofNode("24"), none, Optional.empty(), NINE).priced(none)).isFalse();
  }
}
