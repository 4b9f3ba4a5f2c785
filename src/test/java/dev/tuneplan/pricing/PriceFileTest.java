package dev.tuneplan.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceFileTest {
  private static final String HEADER =
      "provider,region,instance_type,gpu_id,gpu_count,vcpus,memory_gib,local_disk,network_gbps,"
          + "on_demand_usd_per_hour,spot_usd_per_hour,price_date,source\n";

  static PriceRow row(String fields) {
    return PriceFile.parse("offers.csv", HEADER + fields).getFirst();
  }

  @Test
  void keepsEveryLineOfTheShippedListWhenWrittenAndReadAgain() {
    List<PriceRow> rows = PriceFile.read(Path.of("gpu-profiles/offers.csv"));
    assertThat(rows).hasSizeGreaterThan(400);
    assertThat(PriceFile.parse("again", PriceFile.text(rows))).isEqualTo(rows);
  }

  @Test
  void takesAnEmptyPriceForUnknownAndMakesNoOfferOfIt() {
    PriceRow row = row("aws,us-east-1,p5.48xlarge,h100-sxm5-80gb,8,,,,,,10.5,,read here\n");
    assertThat(row.onDemand()).isEmpty();
    assertThat(row.date()).isEqualTo("undated");
    assertThat(row.offers()).hasSize(1).allMatch(Offer::spot);
  }

  @Test
  void quotesNamesWithCommas() {
    PriceRow row = row("vast,\"Oregon, US\",\"a \"\"b\"\"\",l4,1,,,,,0.5,,,x\n");
    assertThat(row.region()).isEqualTo("Oregon, US");
    assertThat(PriceFile.parse("again", PriceFile.text(List.of(row)))).containsExactly(row);
  }

  @Test
  void namesThePlaceOfEveryFault() {
    String text =
        HEADER
            + "aws,us-east-1,p5.48xlarge,h100-sxm5-80gb,8,,,,,free,,,x\n"
            + "\"a,b\",us-east-1,,h100-sxm5-80gb,0,,,,,1.0,-2,,x\n"
            + "aws,r,m,l4,1,,,,,0,,,x\n";
    assertThatThrownBy(() -> PriceFile.parse("offers.csv", text))
        .hasMessage(
            """
            offers.csv:2:48 on_demand_usd_per_hour: must be a number (was 'free')
            offers.csv:3:17 instance_type: is required
            offers.csv:3:33 gpu_count: must be at least 1 (was 0)
            offers.csv:3:43 spot_usd_per_hour: must be 0..1000000 USD per hour (was -2)
            offers.csv:4:18 on_demand_usd_per_hour: must be above 0; leave it empty when it is \
            unknown\
            """);
  }

  @Test
  void refusesAFileWithOtherColumns() {
    assertThatThrownBy(() -> PriceFile.parse("offers.csv", "a,b\n1,2\n"))
        .hasMessageStartingWith("offers.csv:1:1 is no price list: has no column provider, region");
  }

  @Test
  void leavesNothingBesideTheFileItWrites(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deep/offers.csv");
    PriceRow row = row("aws,r,m,l4,1,,,,,0.5,,2026-01-02,x\n");
    PriceFile.write(file, List.of(row));
    PriceFile.write(file, List.of(row));
    assertThat(PriceFile.read(file)).containsExactly(row);
    try (Stream<Path> left = Files.list(folder.resolve("deep"))) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void readsNothingFromAFileThatIsNotThere(@TempDir Path folder) {
    assertThat(PriceFile.read(folder.resolve("offers.csv"))).isEmpty();
  }
}
