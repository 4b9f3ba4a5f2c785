package dev.tuneplan.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the real libraries said about a step on fake tensors (trace/README.md): sizes in bytes of
 * the fullest GPU as {@code torch.cuda.max_memory_allocated} would say them, work of the last
 * micro-step and its optimizer step.
 *
 * @param parameters of the model, adapters included
 * @param trainable of them
 * @param peakPhase where the most memory is allocated
 * @param peaks most bytes allocated in each phase
 * @param alive bytes at the highest peak by what they are
 * @param linearFlops of matrix products
 * @param attentionFlops of products over tokens × tokens
 * @param bytes read and written by kernels, by phase
 * @param operators kernels started, by phase
 * @param attention the kind that ran
 * @param libraries names and versions of what ran
 */
public record TracedStep(
    long parameters,
    long trainable,
    StepTrace.Phase peakPhase,
    Map<StepTrace.Phase, Double> peaks,
    List<Part> alive,
    double linearFlops,
    double attentionFlops,
    Map<StepTrace.Phase, Double> bytes,
    Map<StepTrace.Phase, Double> operators,
    String attention,
    Map<String, String> libraries) {
  /** Bytes of a kind: weights, trained, gradients, states or activations. */
  public record Part(String name, double bytes) {}

  public TracedStep {
    peaks = new TreeMap<>(peaks);
    alive = List.copyOf(alive);
    bytes = new TreeMap<>(bytes);
    operators = new TreeMap<>(operators);
    libraries = Collections.unmodifiableMap(new LinkedHashMap<>(libraries));
    if (!peaks.containsKey(peakPhase)) {
      throw new IllegalArgumentException("no peak of " + peakPhase + " among " + peaks);
    }
  }

  /** Most bytes allocated in the whole step. */
  public double peak() {
    return peaks.getOrDefault(peakPhase, 0.0);
  }

  /** Bytes of a kind at the peak; 0 when there are none. */
  public double alive(String name) {
    return alive.stream().filter(p -> p.name().equals(name)).mapToDouble(Part::bytes).sum();
  }

  /** FLOPs of the whole step. */
  public double flops() {
    return linearFlops + attentionFlops;
  }

  /** Bytes moved in the whole step. */
  public double allBytes() {
    return sum(bytes);
  }

  /** Kernels started in the whole step. */
  public double allOperators() {
    return sum(operators);
  }

  private static double sum(Map<StepTrace.Phase, Double> byPhase) {
    return byPhase.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** What an estimate that rests on this says about its grounds. */
  public String basis() {
    return Stream.of("transformers", "peft")
        .filter(libraries::containsKey)
        .map(name -> name + " " + libraries.get(name))
        .collect(Collectors.joining(", ", "traced with ", ""));
  }

  /**
   * A step of tuneplan's own with the work of this one: each part keeps its share of it. Memory
   * stays as it is.
   */
  public StepTrace worked(StepTrace own) {
    double linear = ratio(linearFlops, own.layers().linear() + own.head().linear());
    double attentions = ratio(attentionFlops, own.layers().attention() + own.head().attention());
    double micro = sum(bytes) - of(bytes, StepTrace.Phase.STEP);
    double moved = ratio(micro, own.layers().bytes() + own.head().bytes());
    double started =
        ratio(
            sum(operators) - of(operators, StepTrace.Phase.STEP),
            own.layers().operators() + own.head().operators());
    StepWork.Factors f = new StepWork.Factors(started, moved, linear, attentions);
    StepWork.Factors step =
        new StepWork.Factors(
            ratio(of(operators, StepTrace.Phase.STEP), own.step().operators()),
            ratio(of(bytes, StepTrace.Phase.STEP), own.step().bytes()),
            1,
            1);
    return new StepTrace(
        own.base(),
        own.instants(),
        own.layers().times(f),
        own.forward().times(f),
        own.head().times(f),
        own.step().times(step));
  }

  private static double of(Map<StepTrace.Phase, Double> byPhase, StepTrace.Phase phase) {
    return byPhase.getOrDefault(phase, 0.0);
  }

  private static double ratio(double traced, double own) {
    return own > 0 ? traced / own : 1;
  }
}
