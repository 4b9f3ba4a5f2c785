package dev.tuneplan.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * A plan whose rendered settings are kept, and were given to the trainer's real parser.
 *
 * @param name of the folder that keeps them
 * @param chosen what the plan holds beside its spec
 * @param spec the spec's lines
 */
record TrainerCase(String name, String chosen, String spec) {
  private static final String QLORA = "method: {type: qlora, rank: 16, alpha: 32}\n";
  private static final String LORA =
      "method: {type: lora, rank: 8, dropout: 0.05, dora: true, targets: [q_proj, v_proj]}\n";
  private static final String FULL = "method: {type: full}\n";
  private static final String CHAT =
      "data: {train: data/chats.jsonl, format: chat, tokens: 3000000}\n";
  private static final String ALPACA =
      "data: {train: [data/a.jsonl, data/b.jsonl], format: alpaca, loss: all, tokens: 3000000}\n";
  private static final String PAIRS =
      "data: {train: data/pairs.parquet, format: completion, tokens: 3000000}\n";
  private static final String TEXT =
      "data: {train: /corpus/*.txt, format: text, tokens: 3000000}\n";
  private static final String MAPPED =
      "data: {train: data/x.jsonl, format: chat, tokens: 3000000, fields: {messages: turns, role:"
          + " who, content: said}, roles: {bot: assistant, human: user}}\n";

  LaunchPlan plan() {
    return Plans.plan(chosen, spec);
  }

  @Override
  public String toString() {
    return name;
  }

  private static String spec(String trainer, String method, String data, String training) {
    return "model: meta-llama/Llama-3.1-8B\n"
        + method
        + data
        + "training: {"
        + training
        + "}\n"
        + "trainer: "
        + trainer
        + "\n";
  }

  private static final String USUAL = "epochs: 2, sequenceLength: 2048, globalBatch: 16";
  private static final String PADDED =
      USUAL + ", packing: false, scheduler: linear, warmup: 0, saveSteps: 50, weightDecay: 0.01";

  private static String with(String chosen, String attention, String checkpointing) {
    return chosen
        .replace("attention: sdpa", "attention: " + attention)
        .replace("checkpointing: full", "checkpointing: " + checkpointing);
  }

  private static String targets(String chosen) {
    return chosen.replace("targets: all-linear", "targets: [q_proj, v_proj]");
  }

  static List<TrainerCase> all() {
    List<TrainerCase> cases = new ArrayList<>();
    String one = Plans.ONE_GPU;
    String flash = with(one, "flash", "full");
    for (String t : List.of("axolotl", "llamafactory", "trl")) {
      cases.add(new TrainerCase(t + "-qlora-chat", flash, spec(t, QLORA, CHAT, USUAL)));
      cases.add(
          new TrainerCase(
              t + "-lora-padded", targets(with(one, "sdpa", "none")), spec(t, LORA, CHAT, PADDED)));
      cases.add(
          new TrainerCase(
              t + "-full-pairs-fsdp",
              with(Plans.gpus(8, 1, "fsdp"), "flash", "full"),
              spec(t, FULL, PAIRS, USUAL + ", optimizer: adamw_torch_fused")));
      cases.add(
          new TrainerCase(
              t + "-lora-text-ddp",
              with(Plans.gpus(16, 2, "ddp"), "flash", "full"),
              spec(t, LORA.replace(", dora: true, targets: [q_proj, v_proj]", ""), TEXT, USUAL)));
      cases.add(
          new TrainerCase(
              t + "-full-zero3",
              with(Plans.gpus(8, 1, "zero3"), "flash", "full"),
              spec(t, FULL, CHAT, USUAL + ", offloadOptimizer: true")));
      cases.add(
          new TrainerCase(
              t + "-qlora-8bit-fp16",
              with(one, "flash", "full"),
              spec(
                  t,
                  QLORA.replace("alpha: 32", "alpha: 32, quantization: nf4"),
                  CHAT,
                  USUAL + ", optimizer: paged_adamw_8bit, precision: fp16, scheduler: constant")));
    }
    cases.add(new TrainerCase("axolotl-alpaca", flash, spec("axolotl", QLORA, ALPACA, USUAL)));
    cases.add(new TrainerCase("axolotl-mapped", flash, spec("axolotl", QLORA, MAPPED, USUAL)));
    cases.add(
        new TrainerCase(
            "axolotl-offload",
            with(one, "flash", "offload"),
            spec(
                "axolotl", QLORA, CHAT, USUAL + ", optimizer: muon, packingStrategy: sequential")));
    cases.add(
        new TrainerCase("llamafactory-alpaca", flash, spec("llamafactory", LORA, ALPACA, PADDED)));
    cases.add(
        new TrainerCase("llamafactory-mapped", flash, spec("llamafactory", QLORA, MAPPED, USUAL)));
    cases.add(
        new TrainerCase(
            "trl-offload-wrapped",
            with(one, "flash", "offload"),
            spec("trl", QLORA, CHAT, USUAL + ", packingStrategy: wrapped, fusedLoss: true")));
    tune(cases, one);
    return cases;
  }

  private static void tune(List<TrainerCase> cases, String one) {
    String t = "torchtune";
    cases.add(new TrainerCase(t + "-qlora-chat", one, spec(t, QLORA, CHAT, USUAL)));
    cases.add(
        new TrainerCase(
            t + "-lora-alpaca", targets(one), spec(t, LORA, ALPACA, USUAL + ", packing: false")));
    cases.add(
        new TrainerCase(t + "-full-fsdp", Plans.gpus(8, 1, "fsdp"), spec(t, FULL, TEXT, USUAL)));
    cases.add(
        new TrainerCase(
            t + "-full-qwen",
            with(one, "sdpa", "offload"),
            spec(t, FULL, PAIRS, USUAL + ", optimizer: paged_adamw_8bit")
                .replace("meta-llama/Llama-3.1-8B", "Qwen/Qwen2.5-7B-Instruct")));
  }
}
