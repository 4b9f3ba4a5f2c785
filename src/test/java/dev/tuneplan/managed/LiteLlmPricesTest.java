package dev.tuneplan.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiteLlmPricesTest {
  private static final LiteLlmPrices READ =
      LiteLlmPrices.read(YamlFiles.read(Path.of("src/test/resources/litellm/model_prices.json")));

  @Test
  void turnsPricesPerTokenIntoPricesPerMillionExactly() {
    TokenRates mini = READ.taken().get("openai").get("gpt-4o-mini").base().orElseThrow();
    assertThat(mini.input()).hasToString("0.15");
    assertThat(mini.output()).hasToString("0.6");
    assertThat(mini.cachedInput().orElseThrow()).hasToString("0.075");
    TokenRates tuned = READ.taken().get("openai").get("gpt-4o-2024-08-06").tuned().orElseThrow();
    assertThat(tuned.batchInput().orElseThrow()).hasToString("1.875");
  }

  @Test
  void findsTheCachedRateOfAFineTuneUnderItsOtherName() {
    TokenRates tuned = READ.taken().get("openai").get("gpt-4o-2024-11-20").tuned().orElseThrow();
    assertThat(tuned.cachedInput().orElseThrow()).hasToString("1.875");
  }

  @Test
  void leavesOutWithAReasonWhatIsNoPrice() {
    assertThat(READ.entries()).isEqualTo(19);
    assertThat(READ.left().get("the base model's price, not the fine-tuned one's"))
        .containsExactly("ft:davinci-002", "ft:babbage-002", "ft:gpt-4-0613");
    assertThat(READ.left().get("a price of 0 or less: a placeholder, never free"))
        .containsExactly("openai/omni");
    assertThat(READ.left().get("more than 10,000 USD for 1M tokens: not per token"))
        .containsExactly("gpt-broken");
    assertThat(READ.left().get("no price of input or output tokens"))
        .containsExactly("gpt-no-price");
    assertThat(READ.left().get("a provider that is not kept here"))
        .containsExactly("groq/llama-3.1-8b-instant");
    assertThat(
            READ.taken().values().stream().mapToInt(m -> m.size()).sum()
                + READ.left().values().stream().mapToInt(List::size).sum())
        .as("nothing is lost without a word")
        .isEqualTo(READ.entries());
  }

  @Test
  void isReadBackFromTheFileThatIsWritten(@TempDir Path own) throws IOException {
    for (String provider : READ.taken().keySet()) {
      Files.writeString(
          own.resolve(provider + ".imported.yaml"),
          READ.file(provider, Optional.of("2026-11-20"), "LiteLLM model_prices.json"));
    }
    RateBook book = new RateBook(ProviderBook.read(List.of(Path.of("provider-prices"), own)));
    assertThat(book.rates("claude-sonnet-4-5"))
        .isInstanceOfSatisfying(
            RateAnswer.Priced.class,
            p -> {
              assertThat(p.rates().cachedInput().orElseThrow()).isEqualByComparingTo("0.3");
              assertThat(p.grounds().dated()).isEqualTo("2026-11-20");
            });
    assertThat(book.rates("ft:davinci-002:o:s:i"))
        .isInstanceOfSatisfying(
            RateAnswer.Priced.class, p -> assertThat(p.rates().input()).isEqualByComparingTo("12"));
    assertThat(book.rates("gpt-4o-mini.ft-abc")).isInstanceOf(RateAnswer.Priced.class);
  }

  @Test
  void saysThatAFileIsNoSuchList() {
    assertThatThrownBy(() -> LiteLlmPrices.read(YamlFiles.parse("x.json", "{\"a\": {\"b\": 1}}")))
        .hasMessageContaining("is no price list of LiteLLM");
  }
}
