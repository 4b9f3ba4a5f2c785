package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesImportTest {
  private static final String CONFIG = "tuneplan.config";
  private static final String SAMPLES = "src/test/resources/prices/";

  @TempDir private Path folder;
  private String before = "";

  @BeforeEach
  void useAFolderOfItsOwn() {
    before = System.getProperty(CONFIG);
    System.setProperty(CONFIG, folder.toString());
  }

  @AfterEach
  void useTheOldFolder() {
    System.setProperty(CONFIG, before);
  }

  private static String run(int code, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), args))
        .as(out + "" + err)
        .isEqualTo(code);
    return out + "" + err;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-prices-import|--help",
        "import-skypilot|skypilot/aws/vms.csv --date 2026-08-19 --dry-run",
        "import-skypilot-every|skypilot/aws/vms.csv --date 2026-08-19 --dry-run -v",
        "import-skypilot-gcp|skypilot/gcp/vms.csv --dry-run",
        "import-skypilot-vast|skypilot/vast/vms.csv --dry-run --gpu V100=v100-pcie-16gb",
        "import-skypilot-azure|skypilot/azure/vms.csv --dry-run -o markdown",
        "import-gpuhunt|gpuhunt/20260818-42/lambdalabs.csv --dry-run",
        "import-gpuhunt-json|gpuhunt/20260818-42/gcp.csv --dry-run -o json",
        "import-gpuhunt-yaml|gpuhunt/20260818-42/hotaisle.csv --dry-run -o yaml",
        "import-opencost|opencost/pricing.csv --format opencost --dry-run",
        "import-opencost-json|opencost/default.json --dry-run",
        "import-faults|wrong/faults-aws.csv --provider aws",
        "import-metadata|wrong/metadata.csv",
        "import-unknown|wrong/models.csv",
        "import-other-format|skypilot/aws/vms.csv --format gpuhunt",
        "import-mapping-as-csv|opencost/default.json --format skypilot",
        "import-no-file|nowhere.csv",
        "import-folder|skypilot",
        "import-no-format|skypilot/aws/vms.csv --format skypilt",
        "import-no-day|skypilot/aws/vms.csv --date 2026-02-30",
        "import-no-gpu|skypilot/aws/vms.csv --gpu M60=m60",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    String line = args.startsWith("-") ? args : SAMPLES + args;
    Golden.verify(name, ("prices import " + line).split(" "));
  }

  @Test
  void takesLiteLlmsListOnceAndComputesWithIt() throws IOException {
    String list = "src/test/resources/litellm/model_prices.json";
    String[] sum = {
      "breakeven", "examples/replace-gpt-4o.yaml", "--current", "claude-sonnet-4-5", "-o", "json"
    };
    assertThat(run(2, sum)).contains("claude-sonnet-4-5: no rates are known for it");
    assertThat(run(0, "prices", "import", list, "--date", "2026-11-20"))
        .contains("Wrote " + folder.resolve("provider-prices/anthropic.imported.yaml"));
    String written = Files.readString(folder.resolve("provider-prices/openai.imported.yaml"));
    assertThat(written)
        .contains("tuned: {input: 3.75, output: 15, cached: 1.875}", "retires: 2025-07-14")
        .doesNotContain("davinci-002\"\n  tuned");
    assertThat(run(0, "prices", "import", list, "--date", "2026-11-20"))
        .contains("Nothing was written: all of it is there");
    assertThat(run(0, sum)).as("10,000,000 tokens a day at 3").contains("\"900.00\"");
  }

  @Test
  void writesAListThatWinsOverTheShippedOne() throws IOException {
    String file = SAMPLES + "skypilot/aws/vms.csv";
    assertThat(run(0, "prices", "import", file, "--date", "2026-08-19"))
        .contains("5 added, 0 updated", "Wrote " + folder);
    assertThat(run(0, "prices", "search", "g4dn.xlarge"))
        .contains("0.752", "2026-08-19")
        .doesNotContain("0.526");
    byte[] list = Files.readAllBytes(folder.resolve("gpu-profiles/offers.csv"));
    assertThat(run(0, "prices", "import", file, "--date", "2026-08-19"))
        .contains("0 added, 0 updated, 5 unchanged", "Nothing was written: the list has all of it");
    assertThat(Files.readAllBytes(folder.resolve("gpu-profiles/offers.csv"))).isEqualTo(list);
    assertThat(run(0, "prices", "import", file, "--date", "2026-08-20"))
        .contains("0 added, 5 updated");
    assertThat(run(0, "prices", "import", file)).contains("0 unchanged, 5 kept with a later date");
  }

  @Test
  void writesNothingOnADryRunOrWithAFault() {
    run(0, "prices", "import", SAMPLES + "skypilot/aws/vms.csv", "--dry-run");
    run(2, "prices", "import", SAMPLES + "wrong/faults-aws.csv", "--provider", "aws");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void readsTheUsersOwnNamesOfGpus() throws IOException {
    Path names = folder.resolve("gpu-profiles/names.csv");
    Files.createDirectories(names.getParent());
    Files.writeString(
        names, "provider,name,instance_prefix,gpu_id\nlambda,H100,gpu_8x,h100-sxm5-80gb\n");
    assertThat(
            run(0, "prices", "import", SAMPLES + "gpuhunt/20260818-42/lambdalabs.csv", "--dry-run"))
        .contains("6 rows read: 5 taken into 5 lines, 1 left out");
  }
}
