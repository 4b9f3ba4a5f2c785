package dev.tuneplan.bench;

import dev.tuneplan.base.Place;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Estimator;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.plan.Job;
import dev.tuneplan.plan.Plan;
import dev.tuneplan.plan.Planner;
import dev.tuneplan.plan.Workload;
import dev.tuneplan.pricing.PriceBook;
import dev.tuneplan.stack.StackCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one estimate and a plan over the whole catalogue take; {@code make bench} runs it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EstimateBenchmark {
  private static final Place HERE = Place.of("benchmark");
  private static final LoraTargets ALL = LoraTargets.allLinear();

  private Setup qlora;
  private Setup sharded;
  private Job job;
  private Planner planner;
  private Estimator estimator;

  /** Reads the catalogues once. */
  @org.openjdk.jmh.annotations.Setup(Level.Trial)
  public void read() {
    ModelCatalogue models = new ModelCatalogue(List.of(Path.of("model-profiles")));
    GpuCatalogue gpus = new GpuCatalogue(List.of(Path.of("gpu-profiles")));
    var stack = new StackCatalogue(List.of(Path.of("stack-profiles"))).find("transformers", HERE);
    Method packed =
        new Method(Method.Type.QLORA, 16, ALL, false, 0, List.of(), Method.Weights.NF4_DQ);
    Method full = new Method(Method.Type.FULL, 1, ALL, false, 0, List.of(), Method.Weights.BF16);
    var small = models.find("meta-llama/Llama-3.1-8B", HERE);
    var large = models.find("meta-llama/Llama-3.1-70B", HERE);
    qlora =
        new Setup(
            small,
            packed,
            stack,
            gpus.find("l40s", HERE),
            1,
            1,
            Parallelism.DDP,
            2,
            2048,
            1,
            Checkpointing.FULL,
            Optimizer.ADAMW_TORCH,
            false,
            false);
    sharded =
        new Setup(
            large,
            full,
            stack,
            gpus.find("h100-sxm5-80gb", HERE),
            64,
            8,
            Parallelism.FSDP,
            1,
            4096,
            1,
            Checkpointing.FULL,
            Optimizer.ADAMW_TORCH,
            false,
            false);
    List<GpuProfile> all = gpus.ids().stream().map(id -> gpus.find(id, HERE)).toList();
    Workload work = new Workload(List.of(new Workload.Bin(10_000, 500)), 3, 2048, true);
    job =
        new Job(
            small,
            packed,
            stack,
            all,
            1,
            64,
            8,
            work,
            256,
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optimizer.ADAMW_TORCH,
            false,
            false,
            OptionalDouble.empty(),
            OptionalDouble.empty());
    planner = new Planner(PriceBook.read(List.of(Path.of("gpu-profiles/offers.csv"))).offers());
    estimator = new Estimator();
    long considered = planner.plan(job).considered();
    if (considered < 100_000) {
      throw new IllegalStateException("only " + considered + " candidates");
    }
    System.out.println("candidates of the whole-catalogue plan: " + considered);
  }

  /** One estimate, its step traced anew: Llama-3.1-8B QLoRA on one GPU. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public Estimate estimateFromNothing() {
    return Estimate.of(qlora);
  }

  /** One estimate of a full 70B fine-tune on 64 GPUs, its step traced anew. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public Estimate estimateShardedFromNothing() {
    return Estimate.of(sharded);
  }

  /** One estimate by an estimator that has traced this step before, on another device say. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public Estimate estimateWarm() {
    return estimator.of(qlora);
  }

  /** A plan over all GPUs, 1 to 64 of each, and all offers. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Plan planOfTheWholeCatalogue() {
    return planner.plan(job);
  }
}
