package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EconomicsCommandsTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-breakeven|breakeven --help",
        "breakeven|breakeven examples/replace-gpt-4o.yaml",
        "breakeven-json|breakeven examples/replace-gpt-4o.yaml -o json",
        "breakeven-yaml|breakeven examples/replace-gpt-4o.yaml -o yaml",
        "breakeven-markdown|breakeven examples/replace-gpt-4o.yaml -o markdown",
        "breakeven-published-training|breakeven examples/replace-gpt-4o.yaml --experiment-usd 30",
        "breakeven-four-experiments|breakeven examples/replace-gpt-4o.yaml --experiment-usd"
            + " 4.50,8.00,6.00,12.00",
        "breakeven-shorter-prompt|breakeven examples/shorter-prompt.yaml",
        "breakeven-same-model|breakeven examples/replace-gpt-4o.yaml --current gpt-4o-mini",
        "breakeven-own-machines|breakeven examples/support-bot-traffic.yaml",
        "breakeven-own-machines-measured|breakeven examples/support-bot-traffic.yaml"
            + " --serving-gpu l40s --serving-tokens-per-second 2400 --serving-hours 12 --growth 0",
        "breakeven-without-file|breakeven --model gpt-4o-mini --examples 1000 --tokens-per-example"
            + " 500 --current gpt-4o --calls-per-day 50000 --input 200 --output-tokens 80 --hours"
            + " 20",
        "breakeven-no-traffic|breakeven examples/support-bot.yaml",
        "breakeven-no-current|breakeven examples/support-bot.yaml --calls-per-day 100",
        "breakeven-faults|breakeven examples/replace-gpt-4o.yaml --calls-per-day -5 --currency EUR"
            + " --cached 300 --hours 50-20",
        "breakeven-unknown-current|breakeven examples/replace-gpt-4o.yaml --current gpt-9",
        "breakeven-no-longer-trains|breakeven examples/replace-gpt-4o.yaml --fine-tune"
            + " cohere/command-r-08-2024,gpt-4.1-nano,claude-sonnet-4-5,gpt-5",
        "help-advise|advise --help",
        "advise|advise examples/support-bot-traffic.yaml --prompt-optimised yes --cheaper-tried yes"
            + " --gap-measured yes",
        "advise-unknown|advise examples/support-bot-traffic.yaml --prompt-optimised yes",
        "advise-json|advise examples/support-bot-traffic.yaml --prompt-optimised no -o json",
        "advise-markdown|advise examples/replace-gpt-4o.yaml --gap-measured yes --task generation"
            + " -o markdown",
        "advise-no-traffic|advise examples/support-bot.yaml --gap-measured no",
        "advise-too-little-data|advise examples/replace-gpt-4o.yaml --examples 50"
            + " --prompt-optimised yes --cheaper-tried yes --gap-measured yes",
        "advise-never-pays|advise examples/shorter-prompt.yaml --prompt-optimised yes"
            + " --cheaper-tried yes --gap-measured yes",
        "plan-nearest-hosted|plan examples/llama-8b-qlora-a10g.yaml --nearest-hosted",
        "plan-managed-tinker|plan --model Qwen/Qwen3-8B --method lora --examples 2000"
            + " --tokens-per-example 600 --gpu a10g,l40s --max-gpus 1 --experiments 3",
        "prices-search-managed|prices search gpt-4o-mini",
        "prices-import-litellm|prices import src/test/resources/litellm/model_prices.json"
            + " --date 2026-11-20 --dry-run",
        "prices-import-litellm-json|prices import"
            + " src/test/resources/litellm/model_prices.json --dry-run -o json",
        "prices-import-litellm-not|prices import examples/support-bot.yaml --format litellm",
        "help-prices-providers|prices providers --help",
        "prices-providers|prices providers",
        "prices-providers-json|prices providers azure mistral -o json",
        "prices-providers-markdown|prices providers anthropic together -o markdown",
        "prices-providers-unknown|prices providers opnai",
        "breakeven-wrong-experiment|breakeven examples/replace-gpt-4o.yaml --experiment-usd 4,x",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }

  @Test
  void drawsWhatIsPaidOverTime() throws Exception {
    Path svg = folder.resolve("pays.svg");
    Path html = folder.resolve("pays.html");
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            "breakeven",
            "examples/replace-gpt-4o.yaml",
            "--svg",
            svg.toString(),
            "--html",
            html.toString());
    assertThat(code).as(err.toString()).isZero();
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(svg.toFile())
                .getElementsByTagName("line")
                .getLength())
        .as("two paths over twelve months, and the grid")
        .isGreaterThan(24);
    assertThat(Files.readString(html))
        .contains("keep gpt-4o", "fine-tune gpt-4o-mini-2024-07-18 at OpenAI", "<pre>")
        .doesNotContain("<script", "http://www.w3.org/1999", "src=");
  }
}
