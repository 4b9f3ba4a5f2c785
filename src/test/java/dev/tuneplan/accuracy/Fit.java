package dev.tuneplan.accuracy;

import dev.tuneplan.base.Place;
import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Estimator;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.stack.StackCatalogue;
import dev.tuneplan.stack.StackProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;

/**
 * Fits what a trace cannot see, leaving out one source at a time, then on all; {@code make fit}
 * runs it. It writes accuracy/loso.csv, what each row's prediction is when its source was not
 * fitted on, and the constants into gpu-profiles/ and stack-profiles/.
 *
 * <p>The most likely point under the priors of {@link Constants}: errors are of a heavy-tailed kind
 * (pseudo-Huber, 0.1 on the logarithm), and a source counts as the root of its rows, since its rows
 * are alike.
 */
final class Fit {
  private static final double KNEE = 0.1;
  private static final double NOISE = 0.15;
  private static final int EVALUATIONS = 900;

  private final List<FitRow> rows;
  private final Constants constants;
  private final Estimator estimator = new Estimator();

  private Fit(List<FitRow> rows, Constants constants) {
    this.rows = rows;
    this.constants = constants;
  }

  public static void main(String[] args) throws IOException {
    Path here = Path.of("");
    GpuCatalogue gpus = new GpuCatalogue(List.of(here.resolve("gpu-profiles")));
    StackCatalogue stacks = new StackCatalogue(List.of(here.resolve("stack-profiles")));
    ModelCatalogue models = new ModelCatalogue(List.of(here.resolve("model-profiles")));
    List<FitRow> rows = FitRow.read(models, gpus, stacks);
    List<Setup> all = rows.stream().flatMap(r -> r.speed().stream()).toList();
    Constants constants =
        new Constants(
            List.copyOf(
                all.stream()
                    .map(s -> s.gpu().architecture())
                    .collect(Collectors.toCollection(TreeSet::new))),
            List.copyOf(
                all.stream()
                    .map(s -> s.stack().id())
                    .collect(Collectors.toCollection(TreeSet::new))),
            published(gpus));
    new Fit(rows, constants).run(gpus, stacks);
  }

  private static final Pattern PUBLISHED = Pattern.compile("published: ([0-9.]+)");

  private static Map<String, Double> published(GpuCatalogue gpus) throws IOException {
    Map<String, Double> found = new HashMap<>();
    for (String id : gpus.ids()) {
      Matcher m = PUBLISHED.matcher(Files.readString(Path.of("gpu-profiles", id + ".yaml")));
      if (m.find()) {
        found.put(id, Double.parseDouble(m.group(1)));
      }
    }
    return found;
  }

  private void run(GpuCatalogue gpus, StackCatalogue stacks) throws IOException {
    List<FitRow> speed =
        rows.stream().filter(r -> r.measured().tokensPerSecondPerGpu().isPresent()).toList();
    List<FitRow> memory = rows.stream().filter(r -> r.measured().memoryGiB().isPresent()).toList();
    Map<String, double[]> folds = new LinkedHashMap<>();
    for (String source : sources(speed)) {
      folds.put(source, fitted(without(speed, source)));
      System.out.println("left out " + source);
    }
    double[] final_ = fitted(speed);
    Map<String, Double> slack = new LinkedHashMap<>();
    for (String source : sources(memory)) {
      slack.put(source, slack(without(memory, source)));
    }
    double commonSlack = slack(memory);
    Spreads speeds = new Spreads(speed, r -> speedOf(r, folds.getOrDefault(r.source(), final_)));
    Spreads memories =
        new Spreads(memory, r -> memoryOf(r, slack.getOrDefault(r.source(), commonSlack)));
    List<String> lines = new ArrayList<>();
    lines.add("id,what,source,predicted,p10,p90,actual");
    memories.report("memory", lines);
    speeds.report("speed", lines);
    Files.write(Path.of("accuracy/loso.csv"), lines);
    write(gpus, stacks, final_, commonSlack, memories.spread(memory), speeds.spread(speed));
  }

  private static List<String> sources(List<FitRow> rows) {
    return rows.stream().map(FitRow::source).distinct().sorted().toList();
  }

  private static List<FitRow> without(List<FitRow> rows, String source) {
    return rows.stream().filter(r -> !r.source().equals(source)).toList();
  }

  /** The most likely constants of speed. */
  private double[] fitted(List<FitRow> on) {
    Map<String, Long> sizes =
        on.stream().collect(Collectors.groupingBy(FitRow::source, Collectors.counting()));
    int n = constants.size();
    double[] bound = new double[n];
    Arrays.fill(bound, 3);
    double[] low = Arrays.stream(bound).map(b -> -b).toArray();
    BOBYQAOptimizer optimizer = new BOBYQAOptimizer(2 * n + 1, 0.7, 1e-3);
    double[][] best = {new double[n]};
    double[] least = {Double.MAX_VALUE};
    try {
      optimizer.optimize(
          new MaxEval(EVALUATIONS),
          GoalType.MINIMIZE,
          new InitialGuess(new double[n]),
          new SimpleBounds(low, bound),
          new ObjectiveFunction(x -> {
            double loss = loss(on, sizes, x);
            if (loss < least[0]) {
              least[0] = loss;
              best[0] = x.clone();
            }
            return loss;
          }));
    } catch (org.hipparchus.exception.MathIllegalStateException e) {
      // the budget is spent: the best point so far stands
    }
    return best[0];
  }

  private double loss(List<FitRow> on, Map<String, Long> sizes, double[] x) {
    Constants.At at = constants.new At(x);
    double sum = 0;
    for (double v : x) {
      sum += v * v / 2;
    }
    for (FitRow r : on) {
      double error =
          Math.log(speed(r, at).p50() / r.measured().tokensPerSecondPerGpu().orElseThrow());
      double scaled = error / KNEE;
      double huber = KNEE * KNEE * (Math.sqrt(1 + scaled * scaled) - 1);
      sum += huber / (NOISE * NOISE) / Math.sqrt(sizes.get(r.source()));
    }
    return sum;
  }

  private Range speed(FitRow r, Constants.At at) {
    return Mixture.of(
        r.speed().stream().map(at::in).map(estimator::of).toList(),
        e -> e.speed().tokensPerSecondPerGpu());
  }

  private Spreads.Prediction speedOf(FitRow r, double[] point) {
    Constants.At at = constants.new At(point);
    double[] logs =
        r.speed().stream()
            .map(at::in)
            .map(estimator::of)
            .mapToDouble(e -> Math.log(e.speed().tokensPerSecondPerGpu().p50()))
            .sorted()
            .toArray();
    double experts = r.speed().getFirst().model().experts() ? 0.1 : 0;
    return Spreads.Prediction.of(
        logs, s -> s + experts, r.measured().tokensPerSecondPerGpu().orElseThrow());
  }

  private static final double GIB = 1L << 30;

  private Spreads.Prediction memoryOf(FitRow r, double slack) {
    boolean allocated = r.measured().memoryKind().equals("allocated");
    List<dev.tuneplan.estimate.Memory> all =
        r.memory().stream().map(s -> estimator.of(s).memory()).toList();
    boolean device = r.measured().memoryKind().equals("nvidia-smi");
    ToDoubleFunction<dev.tuneplan.estimate.Memory> bytes =
        m ->
            allocated
                ? m.allocatedBytes()
                : m.allocatedBytes() * slack + (device ? m.deviceBytes() - m.reservedBytes() : 0);
    double[] logs =
        all.stream().mapToDouble(m -> Math.log(bytes.applyAsDouble(m) / GIB)).sorted().toArray();
    double experts = r.memory().getFirst().model().experts() ? 1.5 : 1;
    double moving =
        all.stream()
            .mapToDouble(m -> (m.allocatedBytes() - m.staticBytes()) / m.deviceBytes())
            .average()
            .orElse(0);
    double whole =
        all.stream()
            .mapToDouble(m -> 0.025 * m.allocatedBytes() / m.deviceBytes())
            .average()
            .orElse(0);
    return Spreads.Prediction.of(
        logs, s -> moving * s * experts + whole, r.measured().memoryGiB().orElseThrow());
  }

  /**
   * Reserved ÷ allocated memory with the least error over rows that are not of allocated memory.
   */
  private double slack(List<FitRow> on) {
    Map<String, Long> sizes =
        on.stream().collect(Collectors.groupingBy(FitRow::source, Collectors.counting()));
    double best = 1;
    double least = Double.MAX_VALUE;
    for (int i = 0; i <= 25; i++) {
      double slack = 1 + i / 100.0;
      // a prior of 1.05 as strong as a handful of rows: the allocator rounds to 2 MiB and keeps
      double sum = 5 * Math.abs(Math.log(slack / 1.05));
      for (FitRow r : on) {
        if (!r.measured().memoryKind().equals("allocated")) {
          sum += Math.abs(memoryOf(r, slack).error()) / Math.sqrt(sizes.get(r.source()));
        }
      }
      if (sum < least) {
        least = sum;
        best = slack;
      }
    }
    return best;
  }

  private void write(
      GpuCatalogue gpus,
      StackCatalogue stacks,
      double[] point,
      double slack,
      double memorySpread,
      double speedSpread)
      throws IOException {
    String day = LocalDate.now(ZoneOffset.UTC).toString();
    Constants.At at = constants.new At(point);
    for (String id : gpus.ids()) {
      Path file = Path.of("gpu-profiles", id + ".yaml");
      GpuProfile g = gpus.find(id, Place.of(id));
      long n =
          count(r ->
              r.speed().stream().anyMatch(s -> s.gpu().architecture().equals(g.architecture())));
      GpuProfile f = at.gpu(g);
      String line =
          String.format(
              Locale.ROOT,
              "matmul: %.3f, attention: %.3f, bandwidth: %.3f, grade: %s, source: \"make fit, %s:"
                  + " %d runs on %s\"}",
              f.matmulEfficiency(),
              f.attentionEfficiency(),
              f.bandwidthEfficiency(),
              n >= 20 ? "B" : n > 0 ? "C" : "D",
              day,
              n,
              g.architecture());
      String text = Files.readString(file);
      Files.writeString(
          file, text.replaceFirst("(efficiency: \\{published: [0-9.]+, ).*", "$1" + line));
    }
    try (var files = Files.list(Path.of("stack-profiles"))) {
      for (Path file : files.filter(p -> p.toString().endsWith(".yaml")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".yaml", "");
        StackProfile s = stacks.find(name, Place.of(name));
        StackProfile.Costs c = at.stack(s).costs();
        long n = count(r -> r.speed().getFirst().stack().id().equals(s.id()));
        String line =
            String.format(
                Locale.ROOT,
                "fitted: {reservedFactor: %.2f, contextGiB: %s, unitMilliseconds: %.2f, contention:"
                    + " %.3f, hostMicroseconds: %.1f, efficiency: %.3f, fp8Gain: %.2f,"
                    + " memorySpread: %.2f, speedSpread: %.2f, source: \"make fit, %s: %d runs\"}",
                slack,
                c.contextGiB(),
                c.unitMilliseconds(),
                c.contention(),
                c.hostMicroseconds(),
                c.efficiency(),
                c.fp8Gain(),
                memorySpread,
                speedSpread,
                day,
                n);
        String text = Files.readString(file).replaceFirst("(?m)^fitted:.*\\n", "");
        Files.writeString(file, text + line + "\n");
        System.out.println(name + " " + line);
      }
    }
  }

  private long count(Predicate<FitRow> which) {
    return rows.stream()
        .filter(r -> r.measured().tokensPerSecondPerGpu().isPresent())
        .filter(which)
        .count();
  }
}
