package dev.tuneplan.cli;

import dev.tuneplan.files.Leaves;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run may go and what it may cost, as options. */
final class HardwareOptions {
  @Option(
      names = "--gpu",
      split = ",",
      description = "GPUs that may be used (default: all); see 'tuneplan gpus'")
  private List<String> gpus = new ArrayList<>();

  @Option(names = "--gpus", paramLabel = "N", description = "exactly so many GPUs")
  private @Nullable String exactly;

  @Option(names = "--min-gpus", description = "default: 1")
  private @Nullable String minGpus;

  @Option(names = "--max-gpus", description = "default: 8")
  private @Nullable String maxGpus;

  @Option(names = "--max-nodes", description = "default: 1")
  private @Nullable String maxNodes;

  @Option(names = "--spot", description = "allow, only or never (default: never)")
  private @Nullable String spot;

  @Option(names = "--provider", split = ",", description = "where to rent (default: anywhere)")
  private List<String> providers = new ArrayList<>();

  @Option(names = "--region", split = ",", description = "where to rent (default: anywhere)")
  private List<String> regions = new ArrayList<>();

  @Option(names = "--budget", paramLabel = "USD", description = "the most that one run may cost")
  private @Nullable String budget;

  @Option(names = "--deadline", paramLabel = "HOURS", description = "the longest it may take")
  private @Nullable String deadline;

  @Option(names = "--experiments", description = "how many tries the project expects (default: 1)")
  private @Nullable String experiments;

  /** Whether an option says how many GPUs. */
  boolean countsGpus() {
    return exactly != null || minGpus != null || maxGpus != null;
  }

  Leaves over(Leaves base) {
    Leaves l = RunOptions.set(base, "hardware.gpus", "--gpu", gpus);
    l = RunOptions.set(l, "hardware.minGpus", "--gpus", exactly);
    l = RunOptions.set(l, "hardware.maxGpus", "--gpus", exactly);
    l = RunOptions.set(l, "hardware.minGpus", "--min-gpus", minGpus);
    l = RunOptions.set(l, "hardware.maxGpus", "--max-gpus", maxGpus);
    l = RunOptions.set(l, "hardware.maxNodes", "--max-nodes", maxNodes);
    l = RunOptions.set(l, "hardware.spot", "--spot", spot);
    l = RunOptions.set(l, "prices.providers", "--provider", providers);
    l = RunOptions.set(l, "prices.regions", "--region", regions);
    l = RunOptions.set(l, "budget.usd", "--budget", budget);
    l = RunOptions.set(l, "budget.hours", "--deadline", deadline);
    return RunOptions.set(l, "experiments", "--experiments", experiments);
  }
}
