package dev.tuneplan.cli;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help|--help",
        "help-plan|plan --help",
        "help-estimate|estimate --help",
        "plan|plan examples/support-bot.yaml",
        "plan-json|plan examples/support-bot.yaml -o json",
        "plan-yaml|plan examples/llama-8b-qlora-a10g.yaml -o yaml",
        "plan-markdown|plan examples/support-bot.yaml -o markdown",
        "claim-full-70b|plan examples/claim-full-70b-4xa100.yaml",
        "claim-lora-70b|plan examples/claim-lora-70b-1xa100.yaml",
        "claim-qlora-70b|plan examples/claim-qlora-70b-1xa100-40gb.yaml",
        "claim-lora-8b|plan examples/claim-lora-8b-1xa10g.yaml",
        "llama-70b-lora|plan examples/llama-70b-lora-8xh100.yaml",
        "llama2-7b-full|plan examples/llama2-7b-full-8xa100.yaml",
        "estimate|estimate --model meta-llama/Llama-3.1-8B --gpu l40s",
        "estimate-json|estimate --model meta-llama/Llama-3.1-8B --gpu l40s -o json",
        "estimate-markdown|estimate --model meta-llama/Llama-3.1-8B --gpu l40s -o markdown",
        "estimate-full|estimate --model mistralai/Mistral-7B-v0.1 --method full --gpu a100-sxm4-80gb --seq 4096 --micro-batch 4",
        "accuracy|accuracy --measurements accuracy/measurements.csv",
        "accuracy-help|accuracy --help",
        "init|init -",
        "init-unknown-model|init - --model meta-llama/Lama-3.1-8B",
        "unknown-model|estimate --model meta-llama/Llama-3.1-9B --gpu l40s",
        "unknown-gpu|estimate --model meta-llama/Llama-3.1-8B --gpu l40x",
        "ambiguous-gpu|estimate --model meta-llama/Llama-3.1-8B --gpu a100",
        "rank-too-large|estimate --model meta-llama/Llama-3.1-8B --gpu l40s --rank 5000",
        "negative-rank|estimate --model meta-llama/Llama-3.1-8B --gpu l40s --rank -1",
        "unknown-command|plam",
        "no-such-file|plan nowhere.yaml",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }
}
