package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.plan.Candidate;
import dev.tuneplan.plan.Job;
import dev.tuneplan.plan.Planner;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.SpecReader;
import dev.tuneplan.tokens.Progress;
import dev.tuneplan.trainer.TrainerConfig;
import java.util.Map;
import java.util.Optional;
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
      "  tuneplan estimate --from axolotl.yml --gpu a100-sxm4-80gb --gpus 4 -o json",
      "  tuneplan estimate --from sft.yaml --from accelerate_fsdp.yaml --gpu h100-sxm5-80gb"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class EstimateCommand implements Callable<Integer> {
  @Option(names = "--gpu", required = true, description = "GPU id; see 'tuneplan gpus'")
  private String gpu = "";

  @Mixin private OneSetup one = new OneSetup();

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
    Optional<TrainerConfig> config = one.config();
    Leaves base = RunOptions.withoutFile();
    Leaves all = one.complete(run.over(config.map(c -> c.over(base)).orElse(base)));
    Optional<TrainerRun> from = config.map(c -> TrainerRun.estimate(c, all));
    Leaves given =
        OneSetup.sized(from.map(TrainerRun::spec).orElse(all))
            .with("hardware.gpus", Place.of("--gpu"), gpu);
    Problems problems = new Problems();
    RunSpec spec = SpecReader.read(given.tree(), problems);
    Job job = new JobFactory(home, problems, DataCounting.kept(Progress.NONE)).job(spec).job();
    Planner planner =
        new Planner(Planning.offers(home, spec), home.traces(spec.model()), Experiences.newest());
    Candidate c = planner.candidate(job, setup(job));
    Main.print(
        command,
        output.render(
            m -> EstimateText.of(c, m) + from.map(r -> FromText.of(r, m)).orElse(""),
            () -> tree(c, from)));
    return c.fit() == Memory.Fit.IMPOSSIBLE ? ExitCode.DOES_NOT_FIT.code : ExitCode.OK.code;
  }

  private static Map<String, Object> tree(Candidate c, Optional<TrainerRun> from) {
    Map<String, Object> tree = EstimateTree.of(c);
    from.ifPresent(r -> tree.put("from", FromText.tree(r)));
    return tree;
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
