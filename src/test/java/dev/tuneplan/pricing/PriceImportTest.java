package dev.tuneplan.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PriceImportTest {
  private static final Path SAMPLES = Path.of("src/test/resources/prices");
  private static final Path SHIPPED = Path.of("gpu-profiles");
  private static final GpuCatalogue GPUS = new GpuCatalogue(List.of(SHIPPED));
  private static final List<GpuProfile> PROFILES =
      GPUS.ids().stream().map(id -> GPUS.find(id, Place.of(id))).toList();
  private static final PriceImport.Known KNOWN =
      new PriceImport.Known(
          PROFILES,
          PriceFile.read(SHIPPED.resolve("offers.csv")),
          List.of(),
          NameRule.read(SHIPPED.resolve("names.csv")),
          WithdrawnPrice.read(SHIPPED.resolve("withdrawn.csv")));

  private static PriceImport.Request request(String... names) {
    return new PriceImport.Request(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Arrays.stream(names).map(n -> NameRule.given(n.split("=")[0], n.split("=")[1])).toList());
  }

  private static PriceImport sample(String file, String... names) {
    return PriceImport.read(SAMPLES.resolve(file), request(names), KNOWN);
  }

  private static PriceImport skypilot(String provider, String row) {
    return PriceImport.of(
        provider + "/vms.csv",
        "InstanceType,AcceleratorName,AcceleratorCount,GpuInfo,Price,SpotPrice,Region\n" + row,
        request(),
        KNOWN);
  }

  private static PriceRow line(PriceImport read, String instanceType) {
    return read.rows().stream()
        .filter(r -> r.instanceType().equals(instanceType))
        .reduce((a, b) -> {
          throw new AssertionError("two lines: " + a + b);
        })
        .orElseThrow(() -> new AssertionError(instanceType + " is not in " + read.rows()));
  }

  private static List<Reason> reasons(PriceImport read, String row) {
    return read.remarks().stream()
        .filter(r -> r.row().startsWith(row))
        .map(Remark::reason)
        .distinct()
        .toList();
  }

  private static String usd(Optional<?> price) {
    return price.map(p -> ((java.math.BigDecimal) p).toPlainString()).orElse("unpriced");
  }

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      return files
          .filter(Files::isRegularFile)
          .filter(p -> !p.toString().contains("wrong"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void accountsForEveryRow(Path file) {
    PriceImport read = PriceImport.read(file, request(), KNOWN);
    assertThat(read.taken() + read.left()).isEqualTo(read.read());
    assertThat(read.rows().size()).isLessThanOrEqualTo(read.taken());
    assertThat(read.remarks().stream().filter(r -> r.reason().leaves()).map(Remark::place))
        .as("a row is left out once")
        .doesNotHaveDuplicates();
    assertThat(read.rows())
        .allSatisfy(r -> assertThat(r.offers()).isNotEmpty())
        .allSatisfy(r -> assertThat(GPUS.ids()).contains(r.gpuId()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void changesNothingTheSecondTime(Path file) {
    PriceImport read = PriceImport.read(file, request("GPU=l4"), KNOWN);
    PriceUpdate first = PriceUpdate.of(List.of(), read.rows());
    PriceUpdate second = PriceUpdate.of(first.rows(), read.rows());
    assertThat(second.changes()).isFalse();
    assertThat(second.rows()).isEqualTo(first.rows());
    assertThat(PriceFile.parse("written", PriceFile.text(first.rows()))).isEqualTo(first.rows());
  }

  @Test
  void keepsTheLowestPriceOfARegionsZones() {
    PriceRow p5 = line(sample("skypilot/aws/vms.csv"), "p5.48xlarge");
    assertThat(p5.gpuId()).isEqualTo("h100-sxm5-80gb");
    assertThat(p5.gpus()).isEqualTo(8);
    assertThat(usd(p5.onDemand())).isEqualTo("55.04");
    assertThat(usd(p5.spot())).isEqualTo("9.3726");
    assertThat(usd(p5.machine().localDiskGB())).isEqualTo("30400");
  }

  @Test
  void leavesOutPartsOfAGpu() {
    PriceImport aws = sample("skypilot/aws/vms.csv");
    assertThat(reasons(aws, "g6f.large")).containsExactly(Reason.PART);
    assertThat(reasons(sample("skypilot/azure/vms.csv"), "Standard_NV6ads"))
        .containsExactly(Reason.PART);
    assertThat(reasons(sample("gpuhunt/20260818-42/hotaisle.csv"), "H100 slice"))
        .containsExactly(Reason.PART);
    assertThat(reasons(sample("opencost/pricing.csv"), "Tesla-T4-SHARED"))
        .containsExactly(Reason.PART);
  }

  @Test
  void leavesOutAListPriceThatWasWithdrawn() {
    assertThat(reasons(sample("skypilot/aws/vms.csv"), "p4d.24xlarge"))
        .containsExactly(Reason.WITHDRAWN);
  }

  @Test
  void leavesOutAPriceThatHoldsAWindowsLicence() {
    PriceImport azure = sample("skypilot/azure/vms.csv");
    assertThat(reasons(azure, "Standard_NC48ads_A100_v4")).containsExactly(Reason.WINDOWS);
    assertThat(usd(line(azure, "Standard_NC24ads_A100_v4").onDemand())).isEqualTo("3.673");
  }

  @Test
  void takesAMissingPriceForUnpricedAndNeverForFree() {
    PriceImport aws = sample("skypilot/aws/vms.csv");
    assertThat(line(aws, "p4de.24xlarge").spot()).isEmpty();
    assertThat(reasons(aws, "p5en.48xlarge")).containsExactly(Reason.UNPRICED);
    PriceImport vast = sample("skypilot/vast/vms.csv");
    assertThat(vast.rows()).isNotEmpty().allMatch(r -> r.spot().isEmpty());
    assertThat(reasons(vast, "4x-H100_SXM")).contains(Reason.ZERO, Reason.SPOT_MISSING);
  }

  @Test
  void takesNoSpotPriceThatRepeatsTheOnDemandPrice() {
    PriceImport runpod = sample("skypilot/runpod/vms.csv");
    assertThat(line(runpod, "1x_A100-80GB_SECURE").spot()).isEmpty();
    assertThat(usd(line(runpod, "1x_H100-NVL_SECURE").spot())).isEqualTo("1.65");
  }

  @Test
  void readsMemoryAsEachCloudMeansIt() {
    assertThat(line(sample("skypilot/runpod/vms.csv"), "1x_A100-80GB_SECURE").gpuId())
        .as("GB where MiB are named")
        .isEqualTo("a100-pcie-80gb");
    PriceImport vast = sample("skypilot/vast/vms.csv");
    assertThat(line(vast, "2x-A100_SXM4-32-65536").gpuId())
        .as("the sum of two GPUs")
        .isEqualTo("a100-sxm4-40gb");
    assertThat(line(vast, "1x-A100_SXM4-32-65536").gpuId()).isEqualTo("a100-sxm4-80gb");
    assertThat(line(vast, "1x-H100_NVL-32-65536").gpuId()).isEqualTo("h100-nvl-94gb");
    assertThat(line(sample("skypilot/nebius/vms.csv"), "gpu-h100-sxm_8gpu-128vcpu-1600gb").gpuId())
        .as("0 for unknown")
        .isEqualTo("h100-sxm5-80gb");
    assertThat(line(sample("skypilot/do/vms.csv"), "gpu-l40sx1-48gb").gpuId())
        .as("JSON with small letters")
        .isEqualTo("l40s");
  }

  @Test
  void addsTheHalvesOfGcpMachines() {
    PriceImport gcp = sample("skypilot/gcp/vms.csv");
    PriceRow a2 = line(gcp, "a2-highgpu-1g");
    assertThat(usd(a2.onDemand())).isEqualTo("3.673388");
    assertThat(usd(a2.spot())).isEqualTo("1.92812");
    assertThat(usd(line(gcp, "a3-megagpu-8g").onDemand()))
        .as("with the price of H100 Mega, not of H100")
        .isEqualTo("92.56006");
    assertThat(line(gcp, "a2-ultragpu-1g").spot()).as("half a spot price").isEmpty();
    assertThat(reasons(gcp, "V100")).containsExactly(Reason.GPU_ALONE);
    assertThat(reasons(gcp, "a3-edgegpu-8g")).containsExactly(Reason.HOST_ALONE);
    assertThat(reasons(gcp, "n2-standard-8")).containsExactly(Reason.NO_GPU);
    assertThat(reasons(gcp, "tpu")).containsExactly(Reason.NO_GPU_BUT_ACCELERATOR);
  }

  @Test
  void takesNoOnDemandPriceOfSizesSoldAsSpotOnly() {
    assertThat(line(sample("skypilot/gcp/vms.csv"), "a3-highgpu-1g").onDemand()).isEmpty();
    PriceRow pair = line(sample("gpuhunt/20260818-42/gcp.csv"), "a3-highgpu-2g");
    assertThat(pair.onDemand()).isEmpty();
    assertThat(usd(pair.spot())).isEqualTo("12.65");
    assertThat(pair.region()).isEqualTo("us-central1");
  }

  @Test
  void joinsSpotAndOnDemandRowsOfGpuhunt() {
    PriceRow g2 = line(sample("gpuhunt/20260818-42/gcp.csv"), "g2-standard-4");
    assertThat(usd(g2.onDemand())).isEqualTo("0.706832");
    assertThat(usd(g2.spot())).isEqualTo("0.397336");
  }

  @Test
  void readsTheDateFromGpuhuntsVersionAndNowhereElse() {
    assertThat(sample("gpuhunt/20260818-42/lambdalabs.csv").date()).isEqualTo("2026-08-18");
    assertThat(sample("skypilot/aws/vms.csv").date()).isEqualTo("undated");
  }

  @Test
  void readsTheProviderFromThePath() {
    assertThat(sample("gpuhunt/20260818-42/lambdalabs.csv").provider()).isEqualTo("lambda");
    assertThat(sample("skypilot/do/vms.csv").provider()).isEqualTo("digitalocean");
    assertThatThrownBy(
            () -> PriceImport.of("a.csv", "InstanceType,AcceleratorName,Price\n", request(), KNOWN))
        .hasMessageContaining("give --provider NAME");
  }

  @Test
  void saysWhichGpusANameMayMean() {
    PriceImport lambda = sample("gpuhunt/20260818-42/lambdalabs.csv");
    assertThat(reasons(lambda, "gpu_8x_h100 ")).containsExactly(Reason.SEVERAL_GPUS);
    assertThat(lambda.remarks())
        .anyMatch(r -> r.sentence().contains("h100-pcie-80gb or h100-sxm5-80gb; say which: --gpu"));
  }

  @Test
  void takesTheUsersWordWhereTheFileLeavesItOpenOnly() {
    PriceImport lambda = sample("gpuhunt/20260818-42/lambdalabs.csv", "H100=h100-pcie-80gb");
    assertThat(line(lambda, "gpu_8x_h100").gpuId()).isEqualTo("h100-pcie-80gb");
    assertThat(line(lambda, "gpu_1x_h100_sxm5").gpuId()).isEqualTo("h100-sxm5-80gb");
    assertThat(reasons(sample("gpuhunt/20260818-42/lambdalabs.csv", "H100=l4"), "gpu_8x_h100 "))
        .containsExactly(Reason.SEVERAL_GPUS);
  }

  @Test
  void leavesOutCardsThatCountAsTwoDevices() {
    assertThat(reasons(sample("gpuhunt/20260818-42/hotaisle.csv"), "1x MI250"))
        .containsExactly(Reason.OTHER_MEMORY);
  }

  @Test
  void saysWhereMemoryDisagrees() {
    assertThat(reasons(sample("gpuhunt/20260818-42/hotaisle.csv"), "1x MI325X"))
        .contains(Reason.MEMORY_DIFFERS);
  }

  @Test
  void saysWhatIsOlderThanOrFarFromTheShippedList() {
    PriceImport aws = sample("skypilot/aws/vms.csv");
    assertThat(reasons(aws, "g4dn.xlarge")).contains(Reason.DIFFERS, Reason.OLDER);
    assertThat(reasons(aws, "g5.xlarge")).doesNotContain(Reason.DIFFERS);
  }

  @Test
  void takesOpenCostsPriceOfAllGpusOnlyWhenToldWhichTheyAre() {
    PriceImport open = sample("opencost/default.json");
    assertThat(open.rows()).isEmpty();
    assertThat(reasons(open, "GPU")).containsExactly(Reason.ANY_GPU);
    PriceRow told = line(sample("opencost/default.json", "GPU=l40s"), "GPU (per GPU)");
    assertThat(told.offers()).hasSize(1).allMatch(Offer::perGpu);
    PriceRow helm = line(sample("opencost/values.yaml", "GPU=l40s"), "GPU (per GPU)");
    assertThat(usd(helm.spot())).isEqualTo("1.2");
  }

  @Test
  void takesOpenCostsPricesByNodeLabelAndByMachine() {
    PriceImport read = sample("opencost/pricing.csv", "a100-reserved=a100-sxm4-80gb");
    assertThat(line(read, "NVIDIA-H100-80GB-HBM3 (per GPU)").gpuId()).isEqualTo("h100-sxm5-80gb");
    assertThat(line(read, "a100-reserved (per GPU)").gpuId()).isEqualTo("a100-sxm4-80gb");
    assertThat(line(read, "g5.xlarge").gpuId()).isEqualTo("a10g");
    assertThat(reasons(read, "NVIDIA-H100")).contains(Reason.HOST_APART, Reason.PER_GPU);
  }

  @Test
  void takesNoOtherCurrency() {
    PriceImport read = sample("opencost/currency.json", "GPU=l40s");
    assertThat(read.rows()).isEmpty();
    assertThat(reasons(read, "GPU")).containsExactly(Reason.CURRENCY);
  }

  @Test
  void tellsMachinesOfOneNameApartByTheirGpus() {
    PriceImport read = skypilot("runpod", "L4,L4,1,,0.4,,US\nL4,L4,2,,0.8,,US\n");
    assertThat(read.rows()).extracting(PriceRow::instanceType).containsExactly("1x L4", "2x L4");
  }

  @ParameterizedTest
  @CsvSource({
    "A10G, a10g",
    "A10, a10",
    "T4, t4",
    "L40S, l40s",
    "RTX6000-Ada, rtx-6000-ada",
    "RTX4090, rtx-4090",
    "A6000, rtx-a6000",
    "RTXA6000, rtx-a6000",
    "H100-SXM, h100-sxm5-80gb",
    "H100NVL, h100-nvl-94gb",
    "H200-SXM, h200-sxm",
    "GH200-96GB, gh200-96gb",
    "V100-32GB-SXM2, v100-sxm2-32gb",
    "MI300X, mi300x",
    "NVIDIA GeForce RTX 3090 Ti, rtx-3090-ti",
    "NVIDIA-A100-SXM4-80GB, a100-sxm4-80gb",
    "A100-SXM4-40GB, a100-sxm4-40gb",
    "Gaudi3, gaudi3",
  })
  void knowsAGpuByWhatItIsCalled(String name, String id) {
    assertThat(skypilot("cudo", "m," + name + ",1,,1.0,,r\n").rows())
        .extracting(PriceRow::gpuId)
        .containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource({
    "T4g, UNKNOWN_GPU",
    "M60, UNKNOWN_GPU",
    "RTX6000, SEVERAL_GPUS",
    "A100, SEVERAL_GPUS",
    "H100, SEVERAL_GPUS",
    "GH200, SEVERAL_GPUS",
    "RTXPRO6000, SEVERAL_GPUS",
    "tpu-v6e-8, NO_GPU_BUT_ACCELERATOR",
    "Inferentia2, NO_GPU_BUT_ACCELERATOR",
    "A100-MIG-1g.10gb, PART",
  })
  void guessesNoGpu(String name, Reason reason) {
    PriceImport read = skypilot("cudo", "m," + name + ",1,,1.0,,r\n");
    assertThat(read.rows()).isEmpty();
    assertThat(reasons(read, "m r")).containsExactly(reason);
  }

  @Test
  void namesThePlaceOfEveryFault() {
    assertThatThrownBy(() -> sample("wrong/faults-aws.csv"))
        .hasMessageContaining("give --provider NAME");
    PriceImport.Request aws =
        new PriceImport.Request(Optional.empty(), Optional.of("aws"), Optional.empty(), List.of());
    Path file = SAMPLES.resolve("wrong/faults-aws.csv");
    assertThatThrownBy(() -> PriceImport.read(file, aws, KNOWN))
        .hasMessage(
            """
            F:2:16 AcceleratorCount: must be a number (was 'one')
            F:2:65 Price: must be a number (was '1.006 USD')
            F:3:30 Price: must be 0..1000000 USD per hour (was -1.006)
            F:3:37 SpotPrice: must be a number (was '1e99')\
            """
                .replace("F:", file + ":"));
  }

  @Test
  void refusesTablesWithoutPrices() {
    assertThatThrownBy(() -> sample("wrong/metadata.csv")).hasMessageContaining("no prices");
    assertThatThrownBy(() -> sample("wrong/models.csv"))
        .hasMessageContaining("is no price catalogue that is known");
  }
}
