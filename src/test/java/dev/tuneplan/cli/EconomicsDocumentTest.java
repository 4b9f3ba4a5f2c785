package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds figures of docs/economics.md to what the commands print. */
class EconomicsDocumentTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claim-full-70b|needs 171.8 GiB",
        "claim-full-70b|1028 GiB of host memory",
        "claim-lora-70b|needs 144.3 GiB, has 79.2",
        "claim-qlora-70b|needs 41.2 GiB, has 39.4",
        "claim-lora-8b|2.0 h - 3.1 h",
        "claim-lora-8b|$1.98 - $3.09",
        "breakeven-published-training|1.4 days for",
        "breakeven-published-training|92 days with 20 hours of work",
        "breakeven-published-training|668,561",
        "breakeven-shorter-prompt|1,066 days",
      })
  void isWhatTheCommandsPrint(String golden, String figure) throws IOException {
    assertThat(Files.readString(Path.of("src/test/resources/golden", golden + ".txt")))
        .contains(figure);
    assertThat(Files.readString(Path.of("docs/economics.md"))).contains(figure);
  }
}
