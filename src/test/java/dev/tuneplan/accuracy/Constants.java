package dev.tuneplan.accuracy;

import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.stack.StackProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The constants of speed as a point: each coordinate is how many standard deviations of its prior a
 * constant's logarithm is from the prior's middle, so that 0 everywhere is what is known without
 * measured runs, and an architecture or a stack without runs stays at the common value.
 */
final class Constants {
  /** What is common to all: middle, and standard deviation of the logarithm. */
  private enum Common {
    /** products ÷ published efficiency */
    MATMUL(1, 0.1),
    /** attention: share of the 16-bit rate; between 0.25 and 0.5 in the kernels' own papers */
    ATTENTION(0.33, 0.3),
    /** element-wise: share of the bandwidth */
    BANDWIDTH(0.8, 0.05),
    /** µs of the host for each kernel: 10 to 40 for eager PyTorch */
    HOST(20, 0.5),
    /** ms of the host for each FSDP unit and micro-step */
    UNIT(1.5, 0.7),
    /** share of computing lost beside collectives */
    CONTENTION(0.04, 0.5),
    /** share of the FP8 rate above the 16-bit one that products gain */
    FP8(0.5, 0.4);

    private final double middle;
    private final double deviation;

    Common(double middle, double deviation) {
      this.middle = middle;
      this.deviation = deviation;
    }
  }

  private static final double ARCHITECTURE_MATMUL = 0.1;
  private static final double ARCHITECTURE_ATTENTION = 0.3;
  private static final double STACK = 0.15;

  private final List<String> architectures;
  private final List<String> stacks;
  private final Map<String, Double> published;

  /**
   * @param published efficiency of products of each device, by id
   */
  Constants(List<String> architectures, List<String> stacks, Map<String, Double> published) {
    this.architectures = List.copyOf(architectures);
    this.stacks = List.copyOf(stacks);
    this.published = Map.copyOf(published);
  }

  int size() {
    return Common.values().length + 2 * architectures.size() + stacks.size();
  }

  /** Puts a point's constants into setups; keeps profiles that it has made. */
  final class At {
    private final double[] point;
    private final Map<GpuProfile, GpuProfile> gpus = new HashMap<>();
    private final Map<StackProfile, StackProfile> profiles = new HashMap<>();

    At(double[] point) {
      this.point = point.clone();
    }

    private double common(Common c) {
      return c.middle * Math.exp(c.deviation * point[c.ordinal()]);
    }

    private double apart(int first, List<String> names, String name, double deviation) {
      int i = names.indexOf(name);
      return i < 0 ? 1 : Math.exp(deviation * point[first + i]);
    }

    GpuProfile gpu(GpuProfile g) {
      return gpus.computeIfAbsent(
          g,
          k -> {
            int first = Common.values().length;
            double products =
                common(Common.MATMUL)
                    * apart(first, architectures, k.architecture(), ARCHITECTURE_MATMUL)
                    * published.getOrDefault(k.id(), 0.6);
            double attention =
                common(Common.ATTENTION)
                    * apart(
                        first + architectures.size(),
                        architectures,
                        k.architecture(),
                        ARCHITECTURE_ATTENTION);
            return k.withEfficiency(
                Math.min(0.98, products),
                Math.min(0.98, attention),
                Math.min(0.98, common(Common.BANDWIDTH)));
          });
    }

    StackProfile stack(StackProfile s) {
      return profiles.computeIfAbsent(s, k -> k.withCosts(costs(k)));
    }

    private StackProfile.Costs costs(StackProfile s) {
      StackProfile.Costs c = s.costs();
      int first = Common.values().length + 2 * architectures.size();
      return new StackProfile.Costs(
          c.reservedFactor(),
          c.contextGiB(),
          common(Common.UNIT),
          common(Common.CONTENTION),
          common(Common.HOST),
          apart(first, stacks, s.id(), STACK),
          Math.min(1, common(Common.FP8)),
          c.memorySpread(),
          c.speedSpread());
    }

    Setup in(Setup s) {
      return new Setup(
          s.model(),
          s.method(),
          stack(s.stack()),
          gpu(s.gpu()),
          s.gpus(),
          s.nodes(),
          s.parallelism(),
          s.microBatch(),
          s.sequence(),
          s.accumulation(),
          s.checkpointing(),
          s.optimizer(),
          s.offloadOptimizer(),
          s.offloadParameters());
    }
  }
}
