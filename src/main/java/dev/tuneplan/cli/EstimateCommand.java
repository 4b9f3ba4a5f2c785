package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.plan.Candidate;
import dev.tuneplan.plan.Job;
import dev.tuneplan.plan.Planner;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.SpecReader;
import dev.tuneplan.trainer.TrainerConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "estimate",
    description = {
      "Explain memory, speed, time and cost of one configuration, term by term.",
      "Reads the configuration from options, or from a trainer's own file with --from."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan estimate --model meta-llama/Llama-3.1-8B --gpu l40s",
      "  tuneplan estimate --from axolotl.yml --gpu a100-sxm4-80gb --gpus 4 -o json"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class EstimateCommand implements Callable<Integer> {
  private static final Place DEFAULT = Place.of("default");
  private static final Node ONE = new Node.Scalar(DEFAULT, "1", Node.Scalar.Type.INTEGER);

  @Option(names = "--gpu", required = true, description = "GPU id; see 'tuneplan gpus'")
  private String gpu = "";

  @Option(names = "--gpus", defaultValue = "1", description = "number of GPUs (default: 1)")
  private String gpus = "1";

  @Option(
      names = "--accumulation",
      paramLabel = "N",
      description = "micro-steps of an optimizer step (default: 1)")
  private @Nullable String accumulation;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "a config of axolotl, LLaMA-Factory, TRL or torchtune; options win over it")
  private @Nullable Path from;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Output output = Output.table;

  @Mixin private RunOptions run = new RunOptions();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Home home = Home.standard();
    Leaves given = RunOptions.withoutFile();
    if (from != null) {
      given = TrainerConfig.read(YamlFiles.read(from)).over(given);
    }
    Problems problems = new Problems();
    RunSpec spec = SpecReader.read(complete(run.over(given)).tree(), problems);
    Job job = new JobFactory(home, problems).job(spec);
    Candidate c = new Planner(Planning.offers(home, spec)).candidate(job, setup(job));
    Main.print(command, output.render(m -> EstimateText.of(c, m), () -> EstimateTree.of(c)));
    return c.fit() == Memory.Fit.IMPOSSIBLE ? ExitCode.DOES_NOT_FIT.code : ExitCode.OK.code;
  }

  /** What one configuration needs and was not given: the defaults of this command. */
  private Leaves complete(Leaves given) {
    Leaves l = given.with("hardware.gpus", Place.of("--gpu"), gpu);
    l = l.with("hardware.minGpus", Place.of("--gpus"), gpus);
    l = l.with("hardware.maxGpus", Place.of("--gpus"), gpus);
    l = l.with("hardware.maxNodes", DEFAULT, "512");
    l = or(l, "trainer", "transformers");
    l = or(l, "training.microBatch", "1");
    l = or(l, "training.checkpointing", "full");
    l = or(l, "training.epochs", "1");
    Object stated = Leaves.plain(l.values().getOrDefault(TrainerConfig.ACCUMULATION, ONE));
    l = l.without(TrainerConfig.ACCUMULATION);
    if (accumulation != null || !l.values().containsKey("training.globalBatch")) {
      String steps = accumulation == null ? String.valueOf(stated) : accumulation;
      l = l.with("training.globalBatch", Place.of("--accumulation"), "" + product(l, steps));
    }
    boolean sized = l.values().keySet().stream().anyMatch(k -> k.startsWith("data."));
    return sized ? l : l.with("data.tokens", DEFAULT, "1000000");
  }

  private static Leaves or(Leaves l, String key, String fallback) {
    return l.values().containsKey(key) ? l : l.with(key, DEFAULT, fallback);
  }

  /** Sequences of a step; a factor that is no number is for the spec's reader to refuse. */
  private long product(Leaves l, String microSteps) {
    Object micro = Leaves.plain(l.values().getOrDefault("training.microBatch", ONE));
    return Math.max(1, whole("--micro-batch", String.valueOf(micro)))
        * Math.max(1, whole("--gpus", gpus))
        * Math.max(1, whole("--accumulation", microSteps));
  }

  private static long whole(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidInput(Place.of(option), "", "must be a whole number (was '" + text + "')");
    }
  }

  private static Setup setup(Job job) {
    int n = job.maxGpus();
    int micro = job.microBatch().orElse(1);
    return new Setup(
        job.model(),
        job.method(),
        job.stack(),
        job.gpus().getFirst(),
        n,
        (n + 7) / 8,
        n == 1 ? Parallelism.DDP : job.parallelism().orElse(Parallelism.FSDP),
        micro,
        job.work().sequenceLength(),
        Math.max(1, job.globalBatch() / (micro * n)),
        job.checkpointing().orElse(Checkpointing.FULL),
        job.optimizer(),
        job.offloadOptimizer(),
        job.offloadParameters());
  }
}
