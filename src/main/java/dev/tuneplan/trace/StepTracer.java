package dev.tuneplan.trace;

import dev.tuneplan.model.Layer;
import dev.tuneplan.model.ModelShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a training step through a {@link Tape}: every kind of layer once, its repetitions by what
 * one of them adds.
 */
public final class StepTracer {
  /** Kernels before the first layer: positions, the check of the mask, rotary tables. */
  private static final int PRELUDE = 17;

  private final ModelShape model;
  private final StepOptions options;
  private final Tape t = new Tape();
  private final Work forward = new Work();
  private final Work backward = new Work();
  private final Work step = new Work();
  private final List<Segment> segments = new ArrayList<>();

  private StepTracer(ModelShape model, StepOptions options) {
    this.model = model;
    this.options = options;
  }

  /** Equal layers: the graph of one and how many there are. */
  private record Segment(Tape.Graph graph, Var input, Var output, int count) {}

  /** Traces a step. */
  public static StepTrace of(ModelShape model, StepOptions options) {
    return new StepTracer(model, options).trace();
  }

  private StepTrace trace() {
    double tokens = options.tokens();
    double trained = trainedValues();
    double trainedBytes = trained * options.trainedBytes();
    double base =
        frozenBytes() + trainedBytes + options.optimizer().states(trained, options.trainedBytes());
    if (options.accumulation() > 1) {
      t.keepGradients();
      base += trainedBytes;
    }
    t.allocate(tokens * 8);
    Var table = outer((double) model.vocab() * model.hidden());
    boolean flows = options.full() || options.checkpointed();
    Var x = t.make(tokens * model.hidden(), options.outerBytes(), flows);
    t.kernel(table.bytes() + tokens * 8 + x.bytes());
    for (int i = 0; i < PRELUDE; i++) {
      t.kernel(tokens * 12);
    }
    Var angles = t.make(2.0 * options.sequence() * headWidth(), options.weightBytes(), false);
    Var input = x;
    if (model.block().embeddingScaled()) {
      x = new Ops(t).scaled(input);
      t.drop(input);
    }
    for (Layer layer : model.layers()) {
      x = layers(layer, x);
    }
    return tail(x, input, table, base, trained, angles);
  }

  private Var outer(double values) {
    return Tape.parameter(values, options.outerBytes(), options.full());
  }

  /** Bytes of what is not trained. */
  private double frozenBytes() {
    if (options.full()) {
      return 0;
    }
    double all = model.parameters();
    if (options.quantised() == StepOptions.Quantised.NONE) {
      return all * options.weightBytes();
    }
    double packed = model.quantisableWeights(false);
    double each =
        options.quantised() == StepOptions.Quantised.NF4
            ? 0.5 + 4.0 / 64
            : 0.5 + 1.0 / 64 + 4.0 / (64 * 256);
    return packed * each + (all - packed) * options.outerBytes();
  }

  private double headWidth() {
    Layer layer = model.layers().getFirst();
    return (double) layer.queryWidth() / layer.heads();
  }

  private double trainedValues() {
    return options.full()
        ? model.parameters()
        : options.adapters().targets().parameters(model, options.adapters().rank(), options.adapters().dora());
  }

  private Var layers(Layer layer, Var x) {
    int left = layer.count();
    Var at = x;
    if (!x.grad) {
      at = segment(layer, at, 1);
      left--;
    }
    return left > 0 ? segment(layer, at, left) : at;
  }

  /** Runs one layer forward, and counts the others of its kind. */
  private Var segment(Layer layer, Var x, int count) {
    DecoderLayer program = new DecoderLayer(t, model, layer, options);
    Var[] out = new Var[1];
    Runnable part = () -> out[0] = program.forward(x);
    double before = t.live();
    Work earlier = t.takeWork();
    forward.add(earlier, 1);
    double peak = t.peak();
    t.mark();
    Tape.Graph graph = options.checkpointed() ? t.checkpointed(part) : t.whole(part);
    if (options.checkpointed()) {
      t.hold(x.buffer);
    }
    t.drop(x);
    forward.add(t.takeWork(), count);
    t.repeat(before, peak, count);
    segments.add(new Segment(graph, x, out[0], count));
    return out[0];
  }

  private StepTrace tail(
      Var x, Var input, Var table, double base, double trained, Var angles) {
    Var[] out = new Var[1];
    Var head =
        model.tiedHead()
            ? table
            : outer(table.values);
    Loss loss = new Loss(t, model, options);
    Tape.Graph graph = t.whole(() -> out[0] = loss.forward(x, head));
    t.drop(angles);
    forward.add(t.takeWork(), 1);
    double peakForward = t.peak();
    t.mark();
    loss.leave();
    Buffer one = t.allocate(4);
    t.kernel(8);
    out[0].gradient = one;
    t.backward(graph);
    t.drop(out[0]);
    backward.add(t.takeWork(), 1);
    for (int i = segments.size() - 1; i >= 0; i--) {
      back(segments.get(i));
    }
    Buffer g = input.gradient;
    if (g != null && options.full()) {
      Buffer dense = t.allocate(table.bytes());
      t.kernel(input.bytes() + options.tokens() * 8 + table.bytes());
      t.gradient(table, dense);
      t.release(g);
    }
    backward.add(t.takeWork(), 1);
    double peakBackward = t.peak();
    StepOptimizer optimizer = options.optimizer();
    int size = options.trainedBytes();
    double peakStep = t.live() + optimizer.temporary(trained, size);
    step.operators += optimizer.kernels(tensors());
    step.bytes += optimizer.moved(trained, size);
    return new StepTrace(
        base + peakForward,
        base + peakBackward,
        base + peakStep,
        forward.linear + backward.linear,
        forward.attention + backward.attention,
        new StepTrace.Phases(forward.bytes, backward.bytes, step.bytes),
        new StepTrace.Phases(forward.operators, backward.operators, step.operators));
  }

  private void back(Segment s) {
    double before = t.live();
    double peak = t.peak();
    t.mark();
    t.backward(s.graph());
    if (options.checkpointed()) {
      t.release(s.input().buffer);
    }
    backward.add(t.takeWork(), s.count());
    t.repeat(before, peak, s.count());
  }

  private int tensors() {
    int n = 0;
    for (Layer l : model.layers()) {
      int each =
          options.full() ? l.linears().size() + l.norms() : 2 * options.adapters().targets().in(l).size();
      n += l.count() * each;
    }
    return options.full() ? n + 2 + (model.tiedHead() ? 0 : 1) : n;
  }
}
