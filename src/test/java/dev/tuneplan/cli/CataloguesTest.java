package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CataloguesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-gpus|gpus --help",
        "help-gpus-list|gpus list --help",
        "help-gpus-show|gpus show --help",
        "help-gpus-search|gpus search --help",
        "help-models|models --help",
        "help-models-show|models show --help",
        "help-prices|prices --help",
        "help-prices-list|prices list --help",
        "help-prices-show|prices show --help",
        "gpus|gpus list a100",
        "gpus-json|gpus list a100-sxm4-80gb -o json",
        "gpus-markdown|gpus list a100 -o markdown",
        "gpus-nothing|gpus list a1000",
        "gpus-show|gpus show rtx-4090",
        "gpus-show-json|gpus show gaudi2 -o json",
        "gpus-show-yaml|gpus show gaudi2 -o yaml",
        "gpus-show-markdown|gpus show rtx-4090 -o markdown",
        "gpus-show-unknown|gpus show h1000-sxm5-80gb",
        "gpus-show-several|gpus show a100",
        "gpus-search|gpus search hopper",
        "gpus-misspelt|gpus lst",
        "models|models list llama-3",
        "models-json|models list llama-3.1 -o json",
        "models-markdown|models list llama-3.1 -o markdown",
        "models-search|models search gemma2",
        "models-show|models show meta-llama/Llama-3.1-8B",
        "models-show-json|models show meta-llama/Llama-3.1-8B -o json",
        "models-show-markdown|models show meta-llama/Llama-3.1-8B -o markdown",
        "models-show-experts|models show Mixtral-8x7B-v0.1",
        "models-show-unknown|models show meta-llama/Llama-3.1-9B",
        "prices|prices list --gpu l40s",
        "prices-json|prices list --gpu gh200-96gb -o json",
        "prices-markdown|prices list --gpu gh200-96gb -o markdown",
        "prices-filtered|prices list --provider crusoe --spot",
        "prices-region|prices list --gpu h100-sxm5-80gb --provider aws --region eu-west-2",
        "prices-nothing|prices list --gpu gaudi2",
        "prices-search|prices search p5en",
        "prices-show|prices show l40s",
        "prices-show-json|prices show mi300x -o json",
        "prices-show-markdown|prices show l40s -o markdown",
        "prices-show-unpriced|prices show gaudi2",
        "prices-unknown-gpu|prices list --gpu l40x",
        "prices-unknown-names|prices list --provider lamda --region us-east1x",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpus", "models", "prices"})
  void listsEverythingWithoutACommand(String what) {
    assertThat(output(what)).isEqualTo(output(what, "list"));
    assertThat(output(what, "-o", "json")).isEqualTo(output(what, "list", "-o", "json"));
  }

  @Test
  void answersEveryIdWithoutAFault() {
    Home home = Home.standard();
    for (String id : home.gpus().ids()) {
      assertThat(output("gpus", "show", id)).contains("dense peak").doesNotContain("null");
    }
    for (String id : home.models().ids()) {
      assertThat(output("models", "show", id)).contains("LoRA rank").doesNotContain("null");
    }
  }

  private static String output(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }
}
