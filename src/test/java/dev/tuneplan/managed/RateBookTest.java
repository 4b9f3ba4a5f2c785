package dev.tuneplan.managed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Cents;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateBookTest {
  private static final RateBook BOOK =
      new RateBook(ProviderBook.read(List.of(Path.of("provider-prices"))));

  /** Rates are input/output/cached input; a dash: no rate for cached input is known. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "ft:gpt-4o-mini:my-org:custom-name:abc123||tuned|gpt-4o-mini|0.3/1.2/0.15|ft:gpt-4o-mini",
        "ft:gpt-4o-mini-2024-07-18:my-org:custom-name:abc123||tuned|gpt-4o-mini-2024-07-18|0.3/1.2/0.15|ft:gpt-4o-mini-2024-07-18",
        "ft:gpt-4o-mini-2024-07-18:my-org::abc123||tuned|gpt-4o-mini-2024-07-18|0.3/1.2/0.15|ft:gpt-4o-mini-2024-07-18",
        "ft:gpt-4o-mini-2024-07-18:my-org::abc123:ckpt-step-80||tuned|gpt-4o-mini-2024-07-18|0.3/1.2/0.15|ft:gpt-4o-mini-2024-07-18",
        "ft:gpt-4o-mini||tuned|gpt-4o-mini|0.3/1.2/0.15|ft:gpt-4o-mini",
        "FT:GPT-4o-Mini:My-Org||tuned|gpt-4o-mini|0.3/1.2/0.15|ft:gpt-4o-mini",
        "ft:gpt-4o:my-org:s:i||tuned|gpt-4o|3.75/15/1.875|ft:gpt-4o",
        "ft:gpt-4o-2024-08-06:my-org:s:i||tuned|gpt-4o-2024-08-06|3.75/15/1.875|ft:gpt-4o-2024-08-06",
        "ft:gpt-4o-2024-11-20:my-org:s:i||tuned|gpt-4o-2024-11-20|3.75/15/1.875|ft:gpt-4o-2024-11-20",
        "ft:gpt-4o-2027-01-01:my-org:s:i||tuned|gpt-4o-2027-01-01|3.75/15/1.875|ft:gpt-4o",
        "ft:gpt-4o-mini-2027-01-01:o:s:i||tuned|gpt-4o-mini-2027-01-01|0.3/1.2/0.15|ft:gpt-4o-mini",
        "ft:gpt-4.1:o:s:i||tuned|gpt-4.1|3/12/0.75|ft:gpt-4.1",
        "ft:gpt-4.1-2025-04-14:o:s:i||tuned|gpt-4.1-2025-04-14|3/12/0.75|ft:gpt-4.1-2025-04-14",
        "ft:gpt-4.1-mini-2025-04-14:o:s:i||tuned|gpt-4.1-mini-2025-04-14|0.8/3.2/0.2|ft:gpt-4.1-mini-2025-04-14",
        "ft:gpt-4.1-nano:o:s:i||tuned|gpt-4.1-nano|0.2/0.8/0.05|ft:gpt-4.1-nano",
        "ft:o4-mini-2025-04-16:o:s:i||tuned|o4-mini-2025-04-16|4/16/1|ft:o4-mini-2025-04-16",
        "ft:gpt-3.5-turbo:o:s:i||tuned|gpt-3.5-turbo|3/6/-|ft:gpt-3.5-turbo",
        "ft:gpt-3.5-turbo-0613:o:s:i||tuned|gpt-3.5-turbo-0613|3/6/-|ft:gpt-3.5-turbo",
        "ft:gpt-3.5-turbo-1106:o:s:i||tuned|gpt-3.5-turbo-1106|3/6/-|ft:gpt-3.5-turbo",
        "ft:gpt-4-0613:o:s:i||tuned|gpt-4-0613|30/60/-|ft:gpt-4-0613",
        "ft:davinci-002:o:s:i||tuned|davinci-002|12/12/-|ft:davinci-002",
        "ft:babbage-002:o:s:i||tuned|babbage-002|1.6/1.6/-|ft:babbage-002",
        "openai/ft:gpt-4o-mini:o:s:i||tuned|gpt-4o-mini|0.3/1.2/0.15|ft:gpt-4o-mini",
        "ft:gpt-4o-audio-preview:o:s:i||tuned|gpt-4o-audio-preview|unpriced|no rates are known for"
            + " a fine-tuned gpt-4o-audio-preview",
        "ft:gpt-4o-mini-audio:o:s:i||tuned|gpt-4o-mini-audio|unpriced|no rates are known for a"
            + " fine-tuned gpt-4o-mini-audio",
        "ft:gpt-4o-minimal:o:s:i||tuned|gpt-4o-minimal|unpriced|no rates are known for a fine-tuned"
            + " gpt-4o-minimal",
        "ft:gpt-5:o:s:i||tuned|gpt-5|unpriced|its base model's rates are not its own",
        "ft:gpt-4-turbo:o:s:i||tuned|gpt-4-turbo|unpriced|its base model's rates are not its own",
        "ft:gpt-3.5-turbo-16k:o:s:i||tuned|gpt-3.5-turbo-16k|unpriced|its base model's rates are"
            + " not its own",
        "ft:llama-9:o:s:i||tuned|llama-9|unpriced|no rates are known for a fine-tuned llama-9 of"
            + " OpenAI",
        "ft:||tuned||unpriced|does not say which model was fine-tuned",
        "ft::my-org||tuned||unpriced|does not say which model was fine-tuned",
        "curie:ft-my-org-2023-02-17-12-00-00||tuned|curie|unpriced|no rates are known for a"
            + " fine-tuned curie",
        "gpt-4.1.ft-0e208cf33a6a466994aff31a08aba678||tuned|gpt-4.1|2/8/-|ft:gpt-4.1",
        "gpt-4.1-2025-04-14.ft-0e208cf33a6a466994aff31a08aba678||tuned|gpt-4.1-2025-04-14|2/8/-|ft:gpt-4.1-2025-04-14",
        "azure/gpt-4o-mini-2024-07-18.ft-0e208cf3||tuned|gpt-4o-mini-2024-07-18|0.165/0.66/-|ft:gpt-4o-mini-2024-07-18",
        "o4-mini-2025-04-16.ft-0e208cf3-acct||tuned|o4-mini-2025-04-16|1.1/4.4/-|ft:o4-mini-2025-04-16",
        "gpt-4o-2024-08-06.ft-0e208cf3||tuned|gpt-4o-2024-08-06|unpriced|no rates are known for a"
            + " fine-tuned gpt-4o-2024-08-06 of Azure OpenAI",
        "gpt-35-turbo-0125.ft-0e208cf3||tuned|gpt-3.5-turbo-0125|unpriced|no rates are known for a"
            + " fine-tuned gpt-3.5-turbo-0125 of Azure OpenAI",
        "gpt-4o-mini-ft||base|gpt-4o-mini-ft|unpriced|if it is the name of a deployment",
        "my-deployment|azure|base|my-deployment|unpriced|if it is the name of a deployment",
        "gpt-4o-mini||base|gpt-4o-mini|0.15/0.6/0.075|gpt-4o-mini",
        "gpt-4o-mini-2024-07-18||base|gpt-4o-mini-2024-07-18|0.15/0.6/0.075|gpt-4o-mini-2024-07-18",
        "openai/gpt-4o||base|gpt-4o|2.5/10/1.25|gpt-4o",
        "gpt-4o-2024-11-20||base|gpt-4o-2024-11-20|2.5/10/1.25|gpt-4o-2024-11-20",
        "gpt-4o-2024-05-13||base|gpt-4o-2024-05-13|5/15/-|gpt-4o-2024-05-13",
        "gpt-3.5-turbo-1106||base|gpt-3.5-turbo-1106|1/2/-|gpt-3.5-turbo-1106",
        "gpt-4o-2027-01-01||base|gpt-4o-2027-01-01|unpriced|this snapshot of gpt-4o",
        "gpt-4o-mini|azure|base|gpt-4o-mini|0.165/0.66/-|gpt-4o-mini",
        "azure/gpt-4.1||base|gpt-4.1|2/8/0.5|gpt-4.1",
        "gemini-2.5-flash||base|gemini-2.5-flash|0.3/2.5/-|gemini-2.5-flash",
        "vertex_ai/gemini-2.5-pro||base|gemini-2.5-pro|1.25/10/-|gemini-2.5-pro",
        "amazon.nova-micro-v1:0||base|amazon.nova-micro-v1:0|0.035/0.14/-|amazon.nova-micro-v1:0",
        "bedrock/amazon.nova-pro-v1:0||base|amazon.nova-pro-v1:0|0.8/3.2/-|amazon.nova-pro-v1:0",
        "arn:aws:bedrock:us-east-1:1:custom-model/amazon.nova-micro-v1:0/abc||tuned|amazon.nova-micro-v1:0|0.035/0.14/-|ft:amazon.nova-micro-v1:0",
        "arn:aws:bedrock:us-east-1:1:custom-model/amazon.nova-lite-v1:0/abc||tuned|amazon.nova-lite-v1:0|unpriced|its"
            + " base model's rates are not its own",
        "arn:aws:bedrock:us-east-1:1:provisioned-model/abc||tuned||unpriced|does not say which"
            + " model was fine-tuned",
        "claude-sonnet-4-5||base|claude-sonnet-4-5|unpriced|no rates are known for it",
        "anthropic/claude-sonnet-4-5||base|claude-sonnet-4-5|unpriced|no rates are known for it",
        "gpt-4o|groq|base|gpt-4o|unpriced|no rates of the provider 'groq' are known",
        "' '||base||unpriced|the name of the model is empty",
      })
  void answersForANameAsInALog(
      String name, String provider, String kind, String base, String rates, String words) {
    Optional<String> told = Optional.ofNullable(provider).filter(p -> !p.isEmpty());
    RateAnswer answer = BOOK.rates(told, name);
    assertThat(answer.fineTuned()).isEqualTo(kind.equals("tuned"));
    assertThat(answer.base().orElse("")).isEqualTo(base == null ? "" : base);
    switch (answer) {
      case RateAnswer.Priced p -> {
        assertThat(shown(p.rates())).isEqualTo(rates);
        assertThat(p.matched()).isEqualTo(words);
      }
      case RateAnswer.Unpriced u -> {
        assertThat(rates).isEqualTo("unpriced");
        assertThat(u.reason()).contains(words);
      }
    }
  }

  private static String shown(TokenRates r) {
    return r.input().stripTrailingZeros().toPlainString()
        + "/"
        + r.output().stripTrailingZeros().toPlainString()
        + "/"
        + r.cachedInput().map(c -> c.stripTrailingZeros().toPlainString()).orElse("-");
  }

  @Test
  void billsCachedInputOnceAndAtItsOwnRate() {
    TokenRates rates = ((RateAnswer.Priced) BOOK.rates("ft:gpt-4o:o:s:i")).rates();
    assertThat(Cents.of(rates.cost(TokenCount.of(1_000_000, 400_000, 100_000))))
        .as("600,000 at 3.75, 400,000 at 1.875 and 100,000 at 15 for each 1M")
        .isEqualByComparingTo("4.50");
    assertThat(rates.batchCost(TokenCount.of(1_000_000, 0, 100_000)).map(Cents::of))
        .hasValueSatisfying(c -> assertThat(c).isEqualByComparingTo("2.63"));
  }

  @Test
  void billsCachedInputAsOtherInputWhereNoRateOfItsOwnIsKnown() {
    TokenRates rates = ((RateAnswer.Priced) BOOK.rates("ft:gpt-3.5-turbo:o:s:i")).rates();
    assertThat(Cents.of(rates.cost(TokenCount.of(1_000_000, 1_000_000, 0))))
        .isEqualByComparingTo("3.00");
    assertThat(rates.batchCost(TokenCount.of(1, 0, 1))).isEmpty();
  }
}
