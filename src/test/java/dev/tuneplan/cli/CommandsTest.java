package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help|--help",
        "completion|completion",
        "help-completion|completion --help",
        "help-plan|plan --help",
        "help-estimate|estimate --help",
        "help-compare|compare --help",
        "help-init|init --help",
        "plan-without-file|plan --model Qwen/Qwen2.5-7B --method lora --tokens 5000000 --gpu"
            + " l40s,a10g",
        "plan-without-file-json|plan --model Qwen/Qwen2.5-7B --method lora --tokens 5000000 --gpu"
            + " a10g --max-gpus 1 -o json",
        "plan-option-over-file|plan examples/support-bot.yaml --gpu a10g --budget 1",
        "plan-nothing-given|plan",
        "plan-faults-of-file-and-names|plan examples/support-bot.yaml --gpu l40x --rank -2"
            + " --trainer axolot",
        "compare|compare examples/support-bot.yaml examples/llama-8b-qlora-a10g.yaml",
        "compare-json|compare examples/support-bot.yaml examples/llama-8b-qlora-a10g.yaml -o json",
        "compare-markdown|compare examples/support-bot.yaml examples/llama-8b-qlora-a10g.yaml -o"
            + " markdown",
        "compare-same|compare examples/support-bot.yaml examples/support-bot.yaml",
        "estimate-axolotl|estimate --from src/test/resources/trainers/axolotl.yml --gpu l40s --gpus"
            + " 2",
        "estimate-llamafactory|estimate --from src/test/resources/trainers/llamafactory.yaml --gpu"
            + " a100-sxm4-80gb --gpus 4",
        "estimate-trl|estimate --from src/test/resources/trainers/trl.yaml --gpu a10g",
        "estimate-torchtune|estimate --from src/test/resources/trainers/torchtune.yaml --gpu"
            + " rtx-4090",
        "estimate-from-no-config|estimate --from examples/support-bot.yaml --gpu a10g",
        "plan-from|plan --from src/test/resources/trainers/unknown-keys.yml --tokens 5000000 --gpu"
            + " l40s,a10g",
        "plan-from-json|plan --from src/test/resources/trainers/unknown-keys.yml --tokens 5000000"
            + " --gpu a10g --gpus 1 -o json",
        "plan-from-yaml|plan --from src/test/resources/trainers/unknown-keys.yml --tokens 5000000"
            + " --gpu a10g --gpus 1 -o yaml",
        "plan-from-markdown|plan --from src/test/resources/trainers/unknown-keys.yml --tokens"
            + " 5000000 --gpu a10g --gpus 1 -o markdown",
        "estimate-from-json|estimate --from src/test/resources/trainers/unknown-keys.yml --gpu a10g"
            + " -o json",
        "estimate-from-yaml|estimate --from src/test/resources/trainers/unknown-keys.yml --gpu a10g"
            + " -o yaml",
        "estimate-from-markdown|estimate --from src/test/resources/trainers/unknown-keys.yml --gpu"
            + " a10g -o markdown",
        "plan-from-options-win|plan --from src/test/resources/trainers/unknown-keys.yml --examples"
            + " 10000 --tokens-per-example 400 --rank 64 --targets q_proj,v_proj --gpu a10g --gpus"
            + " 2",
        "plan-from-no-data|plan --from src/test/resources/trainers/unknown-keys.yml --gpu a10g",
        "plan-from-no-model|plan --from src/test/resources/trainers/broken/no-model.yml",
        "plan-from-model-option|plan --from src/test/resources/trainers/broken/no-model.yml --model"
            + " Qwen/Qwen2.5-0.5B --tokens 1000000 --gpu a10g --max-gpus 1",
        "plan-from-accelerate|plan --from src/test/resources/trainers/sft.yaml --from"
            + " src/test/resources/trainers/accelerate_fsdp.yaml --tokens 20000000 --gpu"
            + " h100-sxm5-80gb,a100-sxm4-80gb",
        "plan-from-accelerate-deepspeed|plan --from src/test/resources/trainers/sft.yaml --from"
            + " src/test/resources/trainers/accelerate_deepspeed.yaml --tokens 20000000 --gpu"
            + " h100-sxm5-80gb",
        "plan-from-deepspeed|plan --from src/test/resources/trainers/sft.yaml --from"
            + " src/test/resources/trainers/zero3.json --tokens 20000000 --gpu a100-sxm4-80gb"
            + " --gpus 8",
        "estimate-from-named-deepspeed|estimate --from"
            + " src/test/resources/trainers/with-deepspeed.yml --gpu a100-sxm4-80gb --gpus 8",
        "estimate-from-steps|estimate --from src/test/resources/trainers/steps.yaml --gpu a10g",
        "plan-from-steps-of-data|plan --from src/test/resources/trainers/steps.yaml --gpu a10g"
            + " --max-gpus 1 --examples 20000 --tokens-per-example 300",
        "plan-from-llamafactory-data|plan --from src/test/resources/trainers/llamafactory-data.yaml"
            + " --gpu l40s --examples 20000 --tokens-per-example 300",
        "plan-from-spec|plan --from examples/support-bot.yaml",
        "plan-from-and-spec|plan examples/support-bot.yaml --from"
            + " src/test/resources/trainers/sft.yaml",
        "plan-from-two-trainers|plan --from src/test/resources/trainers/sft.yaml --from"
            + " src/test/resources/trainers/unknown-keys.yml",
        "plan-from-accelerate-alone|plan --from src/test/resources/trainers/accelerate_fsdp.yaml"
            + " --tokens 1000000",
        "plan-from-deepspeed-alone|plan --from src/test/resources/trainers/zero3.json --tokens"
            + " 1000000",
        "plan-from-deepspeed-and-fsdp|plan --from src/test/resources/trainers/with-deepspeed.yml"
            + " --from src/test/resources/trainers/accelerate_fsdp.yaml --tokens 1000000",
        "plan-from-no-such-files|plan --from nowhere.yml --from neither.json",
        "compare-trainers|compare src/test/resources/trainers/with-deepspeed.yml"
            + " src/test/resources/trainers/unknown-keys.yml --tokens 5000000 --gpu a100-sxm4-80gb"
            + " --gpus 4",
        "compare-trainers-json|compare src/test/resources/trainers/unknown-keys.yml"
            + " examples/support-bot.yaml --tokens 5000000 --gpu a10g -o json",
        "estimate-unpriced|estimate --model meta-llama/Llama-3.1-8B --gpu a16 -o json",
        "estimate-yaml|estimate --model meta-llama/Llama-3.1-8B --gpu l40s -o yaml",
        "estimate-impossible|estimate --model meta-llama/Llama-3.1-70B --method full --gpu a10g",
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
        "estimate-full|estimate --model mistralai/Mistral-7B-v0.1 --method full --gpu"
            + " a100-sxm4-80gb --seq 4096 --micro-batch 4",
        "help-render|render --help",
        "render|render src/test/resources/plans/bot.yaml",
        "render-json|render src/test/resources/plans/bot.yaml -o json -n other",
        "render-jobset|render src/test/resources/plans/two-nodes.yaml --kind jobset --hold --copy"
            + " 2",
        "render-copy-zero|render src/test/resources/plans/bot.yaml --copy 0",
        "render-two-nodes|render src/test/resources/plans/two-nodes.yaml",
        "render-qlora-without-bitsandbytes|render src/test/resources/plans/qlora.yaml",
        "render-old-plan|render src/test/resources/plans/old.yaml",
        "render-nothing-fits|render src/test/resources/plans/nothing-fits.yaml",
        "render-unknown-trainer|render src/test/resources/plans/unknown-trainer.yaml",
        "render-command-without-image|render src/test/resources/plans/command.yaml",
        "render-command|render src/test/resources/plans/command-image.yaml",
        "render-faults|render src/test/resources/plans/faults.yaml",
        "render-no-data|render src/test/resources/plans/no-data.yaml",
        "render-what-a-trainer-cannot|render src/test/resources/plans/wrong-format.yaml",
        "render-a-spec|render examples/support-bot.yaml",
        "render-no-such-file|render nowhere.yaml",
        "render-no-such-template|render src/test/resources/plans/bot.yaml --template nowhere.yaml",
        "render-wrong-kind|render src/test/resources/plans/bot.yaml --kind pod",
        "accuracy|accuracy --measurements accuracy/measurements.csv",
        "accuracy-json|accuracy --measurements src/test/resources/measurements-small.csv -o json",
        "accuracy-markdown|accuracy --measurements src/test/resources/measurements-small.csv"
            + " --per-row -o markdown",
        "accuracy-no-such-file|accuracy --measurements nowhere.csv",
        "accuracy-wrong-columns|accuracy --measurements gpu-profiles/offers.csv",
        "accuracy-traces|accuracy --traces src/test/resources/traces-small.csv",
        "accuracy-traces-json|accuracy --traces src/test/resources/traces-small.csv -o json",
        "accuracy-traces-wrong-columns|accuracy --traces gpu-profiles/offers.csv",
        "accuracy-traces-unknown-model|accuracy --traces src/test/resources/traces-unknown.csv",
        "accuracy-of-nothing|accuracy",
        "accuracy-help|accuracy --help",
        "init|init -",
        "init-answers|init - --model Qwen/Qwen2.5-7B --method lora --examples 20000"
            + " --tokens-per-example 300",
        "init-wrong-method|init - --method qloar",
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

  /** The main help shows the first line of each command's alone. */
  @Test
  void eachIsSaidInASentence() {
    CommandLine line = new CommandLine(new Main());
    Subcommands.addAll(line);
    line.getSubcommands()
        .forEach((name, command) ->
            assertThat(command.getCommandSpec().usageMessage().description()[0])
                .as(name)
                .endsWith("."));
  }
}
