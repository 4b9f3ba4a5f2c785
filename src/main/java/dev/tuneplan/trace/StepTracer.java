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
  private double leaving;

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
    boolean packs = model.block().packs() || options.packsAll();
    return new StepTracer(model, packs ? options : options.unpacked()).trace();
  }

  private StepTrace trace() {
    Trained trained = Trained.of(model, options);
    double base = frozenBytes() + trained.bytes() + options.optimizer().states(trained);
    if (options.accumulation() > 1) {
      t.keepGradients();
      base += trained.bytes();
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

  private Var layers(Layer layer, Var x) {
    int left = layer.count();
    Var at = x;
    if (!x.grad) {
      at = segment(layer, at, 1);
      left--;
    }
    // sums with what autocast computes in 32 bits widen the stream after the first layer
    if (options.autocast() && at.size < 4 && left > 1) {
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
    int copies = t.cachedCopies();
    Tape.Graph graph = options.checkpointed() ? t.checkpointed(part) : t.whole(part);
    if (options.checkpointed()) {
      t.hold(x.buffer);
    }
    t.drop(x);
    double keeps = t.live() - live;
    t.shift((count - 1) * keeps, 0);
    kept += count * keeps;
    double copied = t.cachedAlone(copies);
    leaving += (count - 1) * copied;
    Work work = t.takeWork();
    layers.add(work, count);
    forward.add(work, count);
    double others = count > 1 ? returned(layer) : 0;
    peak(StepTrace.Phase.FORWARD, "forward", t.peak() + (count - 1) * keeps + others, 0);
    t.mark();
    segments.add(new Segment(graph, x, count, keeps - copied));
    return out[0];
  }

  /** Scores of the layer before, which some families return and so keep while a layer runs. */
  private double returned(Layer layer) {
    boolean written = Prelude.written(model.block(), options);
    if (!written || !options.checkpointed() || !model.block().returnsScores()) {
      return 0;
    }
    int size = options.autocast() ? 2 : options.outerBytes();
    return options.tokens() * options.sequence() * layer.heads() * size;
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
    kept -= leaving + t.cachedAlone(0);
    t.shift(-leaving, 0);
    t.leaveRegion();
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

  private void optimizerStep(Trained trained) {
    kept = 0;
    // biases and positions have gradients too, which no layer's program follows
    double gradients = options.accumulation() > 1 ? 0 : trained.bytes();
    peak(
        StepTrace.Phase.STEP,
        "optimizer step",
        t.live() - t.gradients() + gradients + options.optimizer().temporary(trained),
        gradients);
    options.optimizer().work(trained, step);
  }
}
