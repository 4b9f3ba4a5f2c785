package dev.tuneplan.cli;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageCommandTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-usage|usage --help",
        "usage-nothing|usage",
        "usage-openai|usage LOGS/openai-usage.json",
        "usage-openai-by-day|usage LOGS/openai-usage.json --by day",
        "usage-openai-json|usage LOGS/openai-usage.json --by month -o json",
        "usage-openai-yaml|usage LOGS/openai-usage.json -o yaml",
        "usage-openai-from|usage LOGS/openai-usage.json LOGS/responses.jsonl --from 2026-11-01",
        "usage-openai-month|usage LOGS/openai-usage.json --from 2026-10 --to 2026-10",
        "usage-wrong-time|usage LOGS/openai-usage.json --from yesterday",
        "usage-costs|usage LOGS/openai-costs.json",
        "usage-costs-json|usage LOGS/openai-costs.json -o json",
        "usage-and-costs|usage LOGS/openai-usage.json LOGS/openai-costs.json -o markdown",
        "usage-responses|usage LOGS/responses.jsonl",
        "usage-batch|usage LOGS/batch-output.jsonl",
        "usage-litellm|usage LOGS/litellm.jsonl --deployments LOGS/deployments.yaml",
        "usage-litellm-csv|usage LOGS/litellm.csv",
        "usage-deployment|usage LOGS/litellm.jsonl --deployment support=gpt-4.1",
        "usage-wrong-deployment|usage LOGS/litellm.jsonl --deployment support --deployment =x",
        "usage-helicone|usage LOGS/helicone.jsonl",
        "usage-helicone-csv|usage LOGS/helicone.csv",
        "usage-langfuse|usage LOGS/langfuse.json",
        "usage-langfuse-csv|usage LOGS/langfuse.csv",
        "usage-folder|usage LOGS/folder --by day -o markdown",
        "usage-twice|usage LOGS/responses.jsonl LOGS/../usage/responses.jsonl",
        "usage-promised|usage LOGS/three-days.json --promised examples/replace-gpt-4o.yaml",
        "usage-promised-json|usage LOGS/three-days.json --promised examples/replace-gpt-4o.yaml"
            + " -o json",
        "usage-promised-markdown|usage LOGS/three-days.json --by month --promised"
            + " examples/support-bot-traffic.yaml -o markdown",
        "usage-promised-nothing|usage LOGS/langfuse.json --promised examples/replace-gpt-4o.yaml",
        "usage-promised-no-traffic|usage LOGS/three-days.json --promised examples/support-bot.yaml",
        "usage-half-written|usage LOGS/half-written.jsonl -o json",
        "usage-broken|usage LOGS/broken",
        "usage-broken-rows|usage LOGS/broken/rows.jsonl",
        "usage-broken-rows-allowed|usage LOGS/broken/rows.jsonl --max-bad-rows 6",
        "usage-broken-csv|usage LOGS/broken/rows.csv",
        "usage-mixed-currencies|usage LOGS/openai-costs.json LOGS/broken/costs-mixed.json",
        "usage-no-logs|usage LOGS/broken/empty.jsonl LOGS/broken/binary.jsonl"
            + " LOGS/broken/rows.parquet pom.xml nowhere.json",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, args.replace("LOGS", "src/test/resources/usage").split(" "));
  }
}
