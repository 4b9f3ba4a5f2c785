package dev.tuneplan.launch;

import dev.tuneplan.files.YamlFiles;

/** Saved plans in short, for tests. */
public final class Plans {
  private Plans() {}

  /** What a plan holds beside its spec, for one GPU. */
  public static final String ONE_GPU =
      """
      recommended: {gpu: a10g, gpus: 1, nodes: 1, parallelism: ddp, microBatch: 2,
        gradientAccumulation: 8, checkpointing: full, fit: fits, tokens: 6185567.0,
        hours: {p10: 1.95, p50: 2.44, p90: 3.05}, usd: {p10: 1.97, p50: 2.45, p90: 3.06},
        offer: {provider: aws, region: us-east-1, instanceType: g5.xlarge, gpusPerMachine: 1,
          machines: 1, spot: false, usdPerHour: '1.006', date: 2026-07-20, source: a list}}
      launch: {steps: 366, productLabels: [NVIDIA-A10G], targets: all-linear, attention: sdpa}
      """;

  /** A spec's lines, without those that every spec has. */
  public static final String SPEC =
      """
      model: meta-llama/Llama-3.1-8B
      method: {type: qlora, rank: 16}
      data: {train: data/chats.jsonl, format: chat, examples: 5000, tokensPerExample: 600}
      training: {epochs: 2, sequenceLength: 2048, globalBatch: 16}
      """;

  /** A plan of these lines. */
  public static String text(String chosen, String spec) {
    return "apiVersion: tuneplan/v1\nkind: Plan\nname: bot\nwhy: the cheapest that fits\n"
        + chosen
        + "spec:\n"
        + "  apiVersion: tuneplan/v1\n  kind: FineTune\n  metadata: {name: bot}\n"
        + spec.indent(2);
  }

  /** The same, read. */
  public static LaunchPlan plan(String chosen, String spec) {
    return LaunchPlan.of(YamlFiles.parse("plan.yaml", text(chosen, spec)));
  }

  /** The usual one. */
  public static LaunchPlan plan() {
    return plan(ONE_GPU, SPEC);
  }

  /** Several GPUs on some nodes. */
  public static String gpus(int gpus, int nodes, String parallelism) {
    return ONE_GPU
        .replace(
            "gpu: a10g, gpus: 1, nodes: 1, parallelism: ddp",
            "gpu: h100-sxm5-80gb, gpus: "
                + gpus
                + ", nodes: "
                + nodes
                + ", parallelism: "
                + parallelism)
        .replace("[NVIDIA-A10G]", "[NVIDIA-H100-80GB-HBM3]")
        .replace(
            "instanceType: g5.xlarge, gpusPerMachine: 1,\n    machines: 1",
            "instanceType: p5.48xlarge, gpusPerMachine: 8,\n    machines: " + nodes);
  }
}
