package dev.tuneplan.trace;

import dev.tuneplan.model.Layer;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.model.Start;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a training step through a {@link Tape}: every kind of layer once, its repetitions by what
 * one of them adds.
 */
public final class StepTracer {
  private final ModelShape model;
  private final StepOptions options;
  private final Tape t = new Tape();
  private final Work layers = new Work();
  private final Work forward = new Work();
  private final Work head = new Work();
  private final Work step = new Work();
  private final List<Segment> segments = new ArrayList<>();
  private final List<StepTrace.Instant> instants = new ArrayList<>();
  private double kept;

  private StepTracer(ModelShape model, StepOptions options) {
    this.model = model;
    this.options = options;
  }

  /**
   * Equal layers: the graph of one and how many there are.
   *
   * @param keeps bytes that each keeps for the backward pass
   */
  private record Segment(Tape.Graph graph, Var input, int count, double keeps) {}

  /** Traces a step. */
  public static StepTrace of(ModelShape model, StepOptions options) {
    return new StepTracer(model, options).trace();
  }

  private StepTrace trace() {
    double trained = trainedValues();
    double saved = savedValues();
    double trainedBytes = trained * options.trainedBytes() + saved * options.outerBytes();
    double base =
        frozenBytes()
            + trainedBytes
            + options.optimizer().states(trained, options.trainedBytes())
            + options.optimizer().states(saved, options.outerBytes());
    if (options.accumulation() > 1) {
      t.keepGradients();
      base += trainedBytes;
    }
    t.allocate(options.tokens() * 8);
    int uses = model.tiedHead() && options.full() ? 2 : 1;
    Var table =
        Tape.parameter(
            (double) model.vocab() * model.embeddingWidth(),
            options.outerBytes(),
            options.trains(false),
            uses);
    Prelude prelude = new Prelude(t, model, options);
    Var[] embedded = new Var[1];
    Tape.Graph opening = t.whole(() -> embedded[0] = new Embeddings(t, model, options).run(table));
    prelude.run();
    Var x = embedded[0];
    for (Layer layer : model.layers()) {
      x = layers(layer, x);
    }
    if (!options.checkpointed()) {
      prelude.leaveMasks();
    }
    tail(x, table);
    for (int i = segments.size() - 1; i >= 0; i--) {
      back(segments.get(i));
    }
    prelude.leaveMasks();
    prelude.leaveTables();
    t.backward(opening);
    layers.add(t.takeWork(), 1);
    instant(StepTrace.Phase.BACKWARD, "end of backward");
    optimizerStep(trained);
    return new StepTrace(
        base, instants, layers.frozen(), forward.frozen(), head.frozen(), step.frozen());
  }

  private Var outer(double values, boolean trained) {
    return Tape.parameter(values, options.outerBytes(), trained);
  }

  /** Values of vocabulary matrices that are copied and trained beside the adapters. */
  private double savedValues() {
    return options.adapters().saved().size() * (double) model.vocab() * model.embeddingWidth();
  }

  /** Bytes of what is not trained, constants of the family among it. */
  private double frozenBytes() {
    Start start = model.block().start();
    double constants = 4.0 * start.constants() * model.depth() + start.mask();
    if (options.full()) {
      return constants;
    }
    double all = model.parameters();
    if (options.quantised() == StepOptions.Quantised.NONE) {
      return constants + all * options.weightBytes();
    }
    double packed = model.quantisableWeights(false);
    double each =
        options.quantised() == StepOptions.Quantised.NF4
            ? 0.5 + 4.0 / 64
            : 0.5 + 1.0 / 64 + 4.0 / (64 * 256);
    return constants + packed * each + (all - packed) * options.outerBytes();
  }

  private double trainedValues() {
    StepOptions.Adapters a = options.adapters();
    return options.full() ? model.parameters() : a.targets().parameters(model, a.rank(), a.dora());
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
    Work before = t.takeWork();
    layers.add(before, 1);
    forward.add(before, 1);
    instant(StepTrace.Phase.FORWARD, "embedding");
    double live = t.live();
    Tape.Graph graph = options.checkpointed() ? t.checkpointed(part) : t.whole(part);
    if (options.checkpointed()) {
      t.hold(x.buffer);
    }
    t.drop(x);
    double keeps = t.live() - live;
    t.shift((count - 1) * keeps, 0);
    kept += count * keeps;
    Work work = t.takeWork();
    layers.add(work, count);
    forward.add(work, count);
    peak(StepTrace.Phase.FORWARD, "forward", t.peak() + (count - 1) * keeps, 0);
    t.mark();
    segments.add(new Segment(graph, x, count, keeps));
    return out[0];
  }

  private void instant(StepTrace.Phase phase, String name) {
    peak(phase, name, t.peak(), t.gradientsAtPeak());
    t.mark();
  }

  private void peak(StepTrace.Phase phase, String name, double live, double gradients) {
    double keeps = Math.min(kept, live - gradients);
    instants.add(new StepTrace.Instant(phase, name, keeps, live - gradients - keeps, gradients));
  }

  private void tail(Var x, Var table) {
    Var[] out = new Var[1];
    boolean copied = !options.full() && options.trains(true);
    Var weight = model.tiedHead() && !copied ? table : outer(table.values, options.trains(true));
    Loss loss = new Loss(t, model, options);
    Tape.Graph graph = t.whole(() -> out[0] = loss.forward(x, weight));
    forward.add(headWork(), 1);
    instant(StepTrace.Phase.FORWARD, "loss");
    loss.leave();
    out[0].gradient = t.allocate(4);
    t.kernel(8);
    t.backward(graph);
    t.drop(out[0]);
    headWork();
    instant(StepTrace.Phase.BACKWARD, "loss");
  }

  private Work headWork() {
    Work w = t.takeWork();
    head.add(w, 1);
    return w;
  }

  /** Runs one layer's backward pass, and counts the others of its kind. */
  private void back(Segment s) {
    double live = t.live();
    double gradients = t.gradients();
    t.backward(s.graph());
    if (options.checkpointed()) {
      t.release(s.input().buffer);
    }
    layers.add(t.takeWork(), s.count());
    double peak = t.peak();
    double atPeak = t.gradientsAtPeak();
    peak(StepTrace.Phase.BACKWARD, "backward", peak, atPeak);
    double more = (s.count() - 1) * (t.live() - live);
    double moreGradients = (s.count() - 1) * (t.gradients() - gradients);
    kept -= (s.count() - 1) * s.keeps();
    peak(StepTrace.Phase.BACKWARD, "end of backward", peak + more, atPeak + moreGradients);
    kept -= s.keeps();
    t.shift(more, moreGradients);
    t.mark();
  }

  private void optimizerStep(double trained) {
    StepOptimizer optimizer = options.optimizer();
    int size = options.trainedBytes();
    kept = 0;
    double saved = savedValues();
    double temporary =
        optimizer.temporary(trained, size) + optimizer.temporary(saved, options.outerBytes());
    // biases and positions have gradients too, which no layer's program follows
    double gradients =
        options.accumulation() > 1 ? 0 : trained * size + saved * options.outerBytes();
    peak(
        StepTrace.Phase.STEP,
        "optimizer step",
        t.live() - t.gradients() + gradients + temporary,
        gradients);
    step.operators += optimizer.kernels(tensors());
    step.bytes += optimizer.moved(trained, size) + optimizer.moved(saved, options.outerBytes());
  }

  private int tensors() {
    int n = 0;
    for (Layer l : model.layers()) {
      int each =
          options.full()
              ? l.linears().size() + l.norms()
              : 2 * options.adapters().targets().in(l).size();
      n += l.count() * each;
    }
    return options.full() ? n + 2 + (model.tiedHead() ? 0 : 1) : n;
  }
}
