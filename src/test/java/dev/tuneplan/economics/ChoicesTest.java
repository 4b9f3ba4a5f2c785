package dev.tuneplan.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Cents;
import dev.tuneplan.managed.Counting;
import dev.tuneplan.managed.Provider;
import dev.tuneplan.managed.ProviderBook;
import dev.tuneplan.managed.Training;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoicesTest {
  private static final LocalDate NOW = LocalDate.of(2026, 11, 25);
  private static final Counting.Job JOB = new Counting.Job(500_000, 1000, 50_000, 2, 3, true, 2048);

  private static List<Choice> of(LocalDate day, Wanted wanted, Path... more) {
    List<Path> folders = new java.util.ArrayList<>(List.of(Path.of("provider-prices")));
    folders.addAll(List.of(more));
    return new Choices(ProviderBook.read(folders).providers(), JOB, day).of(wanted);
  }

  private static Wanted named(String model) {
    return new Wanted(model, OptionalDouble.empty(), true);
  }

  @ParameterizedTest
  @CsvSource({
    "FILE, true, 1500000",
    "PACKED, true, 1600000",
    "PACKED, false, 6244000",
    "WITH_VALIDATION, true, 1550000",
    "TIME, true, 0",
    "NONE, true, 0",
  })
  void countsTokensAsEachProviderDoes(Counting counting, boolean packed, double tokens) {
    Counting.Job job = new Counting.Job(500_000, 1000, 50_000, 2, 3, packed, 2048);
    assertThat(counting.billed(job)).isEqualTo(tokens);
  }

  @Test
  void chargesAtLeastTheMinimum() {
    Training atLeastFour =
        new Training(
            Optional.of(BigDecimal.ONE),
            Optional.empty(),
            Optional.empty(),
            Optional.of(BigDecimal.valueOf(4)),
            Optional.empty(),
            OptionalInt.empty());
    TrainingBill bill = TrainingBill.of(Counting.FILE, atLeastFour, JOB);
    assertThat(bill.usd().map(Cents::of)).hasValue(new BigDecimal("4.00"));
    assertThat(bill.minimum()).isTrue();
  }

  @Test
  void givesNoPriceOnceNobodyCanTrain() {
    Wanted mini = named("openai/gpt-4o-mini");
    assertThat(of(NOW, mini))
        .singleElement()
        .satisfies(c -> {
          assertThat(c.refusal()).isEmpty();
          assertThat(c.warnings()).anyMatch(w -> w.startsWith("fine-tuning is closing"));
        });
    assertThat(of(LocalDate.of(2027, 1, 6), mini))
        .singleElement()
        .satisfies(c -> assertThat(c.refusal()).hasValue("no longer trains (since 2027-01-06)"));
  }

  @ParameterizedTest
  @CsvSource({
    "meta-llama/Llama-2-70b-hf, 68976648192, 70B-100B LoRA SFT",
    "meta-llama/Llama-3.1-8B, 8030261248, up to 16B LoRA SFT",
    "mistralai/Mixtral-8x7B-v0.1, 46702792704, 17B-69B LoRA SFT",
    "Qwen/Qwen2.5-32B, 32763876352, 17B-69B LoRA SFT",
  })
  void findsTheSizeUnderWhichAModelIsSold(String model, long parameters, String offer) {
    assertThat(of(NOW, Wanted.open(model, parameters, true)))
        .filteredOn(c -> c.provider().id().equals("together"))
        .extracting(c -> c.offer().model())
        .containsExactly(offer);
  }

  @Test
  void tunesAllWeightsOnlyWhereThatIsOffered() {
    assertThat(of(NOW, Wanted.open("Qwen/Qwen3-8B", 8_190_735_360L, false)))
        .extracting(c -> c.provider().id())
        .contains("together", "fireworks")
        .doesNotContain("tinker", "ori");
  }

  @Test
  void isNotMisledByNamesThatAnImportBrings(@TempDir Path own) throws IOException {
    Files.writeString(
        own.resolve("openai.imported.yaml"),
        """
        apiVersion: tuneplan/v1
        kind: ProviderPrices
        provider: openai
        offers:
        - {model: gpt-4o-mini, base: {input: 0.1, output: 0.5}, source: import}
        - {model: gpt-4o-2024-11-20, tuned: {input: 3, output: 12}, source: import}
        """);
    assertThat(of(NOW, named("openai/gpt-4o-mini"), own))
        .extracting(c -> c.offer().model())
        .containsExactly("gpt-4o-mini-2024-07-18");
    assertThat(of(NOW, named("gpt-4o-2024-11-20"), own))
        .extracting(c -> c.offer().model())
        .containsExactly("gpt-4o-2024-08-06");
  }

  @Test
  void namesThoseWhoTrainNothing() {
    List<Provider> all = ProviderBook.read(List.of(Path.of("provider-prices"))).providers();
    assertThat(Choice.away(all, NOW))
        .hasSize(3)
        .first()
        .isEqualTo("Anthropic has no public fine-tuning: custom agreements only");
    assertThat(Choice.away(all, LocalDate.of(2027, 2, 1)))
        .contains("OpenAI no longer trains (since 2027-01-06)");
  }
}
