package dev.tuneplan.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderBookTest {
  private static final Path SHIPPED = Path.of("provider-prices");
  private static final Place LINE = Place.of("command line");

  @TempDir Path own;

  private ProviderBook with(String file, String text) throws IOException {
    Files.writeString(own.resolve(file), text);
    return ProviderBook.read(List.of(SHIPPED, own));
  }

  @Test
  void readsEveryShippedProvider() {
    ProviderBook book = ProviderBook.read(List.of(SHIPPED));
    assertThat(book.providers())
        .extracting(Provider::id)
        .containsExactly(
            "anthropic",
            "anyscale",
            "aws-bedrock",
            "azure-openai",
            "cohere",
            "fireworks",
            "google-vertex",
            "mistral",
            "openai",
            "ori",
            "predibase",
            "prime-intellect",
            "replicate",
            "tinker",
            "together");
    assertThat(book.providers())
        .flatExtracting(Provider::offers)
        .allSatisfy(o -> assertThat(o.grounds().source()).as(o.model()).isNotBlank());
    assertThat(book.find("azure", LINE).deployments())
        .extracting(Deployment::name)
        .contains("Developer tier deployment");
  }

  @Test
  void tellsEveryFaultWithItsPlace() {
    assertThatThrownBy(() ->
            with(
                "mine.yaml",
                """
                apiVersion: tuneplan/v2
                kind: ProviderPrices
                provider: other
                currency: EUR
                offers:
                - model: a
                  training: {usdPer1M: -3}
                  tuned: {input: 1}
                  source: s
                - model: A
                  date: yesterday
                  grad: read
                """))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e ->
                assertThat(e.problems().stream().map(p -> p.toString().replace(own + "/", "")))
                    .containsExactly(
                        "mine.yaml provider: must equal the beginning of the file's name, mine"
                            + " (was other)",
                        "mine.yaml:1:13 apiVersion: must be tuneplan/v1 (was 'tuneplan/v2')",
                        "mine.yaml:4:11 currency: must be USD (was 'EUR'): there are no exchange"
                            + " rates here; convert the rates, and say in 'source' at which rate",
                        "mine.yaml:7:24 offers[0].training.usdPer1M: must be a number 0..1000000,"
                            + " was '-3'",
                        "mine.yaml:8:10 offers[0].tuned.output: is required",
                        "mine.yaml:10:3 offers[1].source: is required",
                        "mine.yaml:10:10 offers[1].model: 'A' is there already; keep one of them",
                        "mine.yaml:11:9 offers[1].date: must be a day such as 2026-10-07 (was"
                            + " 'yesterday')",
                        "mine.yaml:12:3 offers[1].grad: is not known here; did you mean 'grade'?"));
  }

  @Test
  void letsAUsersRatesWinAndKeepsWhatTheyLeaveOpen() throws IOException {
    ProviderBook book =
        with(
            "openai.yaml",
            """
            apiVersion: tuneplan/v1
            kind: ProviderPrices
            provider: openai
            offers:
            - model: gpt-4o-mini-2024-07-18
              tuned: {input: 0.25, output: 1.1}
              source: our contract
              date: 2026-11-01
            """);
    ModelOffer offer = book.find("openai", LINE).offer("gpt-4o-mini").orElseThrow();
    assertThat(offer.tuned().orElseThrow().input()).isEqualByComparingTo("0.25");
    assertThat(offer.training().usdPer1M().orElseThrow()).isEqualByComparingTo("3");
    assertThat(offer.rateGrounds().source()).isEqualTo("our contract");
    assertThat(offer.grounds().source()).contains("training price");
    assertThat(book.find("openai", LINE).fineTuning().state()).isEqualTo(FineTuning.State.CLOSING);
  }

  @Test
  void takesWhatSomebodyWroteBeforeWhatWasImported() throws IOException {
    String head = "apiVersion: tuneplan/v1\nkind: ProviderPrices\nprovider: openai\noffers:\n";
    Files.writeString(
        own.resolve("openai.imported.yaml"),
        head + "- {model: gpt-4o-2024-08-06, base: {input: 2, output: 9}, source: import}\n");
    ProviderBook book =
        with(
            "openai.yaml",
            head + "- {model: gpt-4o-2024-08-06, base: {input: 1, output: 8}, source: mine}\n");
    ModelOffer offer = book.find("openai", LINE).offer("gpt-4o").orElseThrow();
    assertThat(offer.base().orElseThrow().output()).isEqualByComparingTo("8");
  }

  @Test
  void knowsWhenNobodyCanTrainAnyMore() {
    FineTuning openai = ProviderBook.read(List.of(SHIPPED)).find("openai", LINE).fineTuning();
    assertThat(openai.possible(LocalDate.of(2027, 1, 5))).isTrue();
    assertThat(openai.possible(LocalDate.of(2027, 1, 6))).isFalse();
    assertThat(openai.warning(LocalDate.of(2027, 1, 6)))
        .hasValue("no longer trains (since 2027-01-06)");
    assertThat(openai.warning(LocalDate.of(2026, 11, 25)).orElseThrow())
        .startsWith("fine-tuning is closing: from 2026-05-07 organisations that never fine-tuned");
  }

  @Test
  void saysThatAProviderIsNotKnown() {
    assertThatThrownBy(() -> ProviderBook.read(List.of(SHIPPED)).find("opnai", LINE))
        .hasMessageContaining("did you mean 'openai'?");
  }
}
