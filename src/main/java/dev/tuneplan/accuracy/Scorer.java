package dev.tuneplan.accuracy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.stack.StackCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** Turns a measured row into setups, estimates them and compares. */
public final class Scorer {
  private static final double GIB = 1L << 30;

  private final Placing placing;

  /** Looks names up in these catalogues. */
  public Scorer(ModelCatalogue models, GpuCatalogue gpus, StackCatalogue stacks) {
    this.placing = new Placing(models, gpus, stacks);
  }

  /** Scores one row; {@code field} gives a column's text, empty where there is none. */
  public Row score(UnaryOperator<String> field) {
    Row.About about =
        new Row.About(
            field.apply("id"),
            field.apply("method"),
            field.apply("stack"),
            field.apply("gpu_id"),
            Measured.number(field.apply("num_gpus")).map(n -> (int) (double) n).orElse(1));
    Measured measured = Measured.of(field);
    if (!measured.any()) {
      return Row.unscored(about, "neither memory nor speed nor time of known tokens was measured");
    }
    try {
      return scored(
          about,
          measured,
          placing.setups(field, Placing.Use.SPEED),
          placing.setups(field, Placing.Use.MEMORY));
    } catch (InvalidInput e) {
      return Row.unscored(
          about,
          e.problems().getFirst().subject().isEmpty()
              ? e.problems().getFirst().rule()
              : e.problems().getFirst().subject() + ": " + e.problems().getFirst().rule());
    } catch (IllegalArgumentException e) {
      return Row.unscored(about, "a value cannot be used: " + e.getMessage());
    }
  }

  private static Row scored(
      Row.About about, Measured measured, List<Setup> forSpeed, List<Setup> forMemory) {
    List<Estimate> estimates = forMemory.stream().map(Estimate::of).toList();
    List<Estimate> speeds = forSpeed.stream().map(Estimate::of).toList();
    Range speed = Mixture.of(speeds, e -> e.speed().tokensPerSecondPerGpu());
    Optional<Score> memory =
        measured
            .memoryGiB()
            .map(a -> Score.of(Mixture.of(estimates, e -> memory(e, measured.memoryKind())), a));
    Optional<Score> wall =
        measured
            .wallHours()
            .flatMap(a ->
                measured
                    .tokens()
                    .map(t -> Score.of(speed.falling(v -> t / v / about.gpus() / 3600), a)));
    double oom =
        estimates.stream().mapToDouble(e -> e.memory().oomProbability()).average().orElse(0);
    return new Row(
        about,
        "",
        memory,
        measured.tokensPerSecondPerGpu().map(a -> Score.of(speed, a)),
        wall,
        Optional.of(new Row.Oom(oom, measured.outOfMemory())),
        Peer.answers(forMemory),
        forMemory);
  }

  /** GiB of the kind that was measured; an unknown kind counts as reserved. */
  private static Range memory(Estimate e, String kind) {
    Memory m = e.memory();
    ToDoubleFunction<Memory> median =
        switch (kind) {
          case "allocated" -> Memory::allocatedBytes;
          case "nvidia-smi" -> Memory::deviceBytes;
          default -> Memory::reservedBytes;
        };
    return m.device().times(median.applyAsDouble(m) / m.deviceBytes() / GIB);
  }
}
