package dev.tuneplan.trace;

import dev.tuneplan.model.Layer;
import dev.tuneplan.model.Linear;
import dev.tuneplan.model.ModelShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors that a step trains, in the order of the model's modules.
 *
 * @param runs tensors that come one after another, as often as there are equal layers
 */
record Trained(List<Run> runs) {
  /** Tensors of one layer, and how many such layers follow each other. */
  record Run(int count, List<Tensor> tensors) {}

  /**
   * A tensor.
   *
   * @param values in all
   * @param width of its last dimension; as long as the tensor when it has one only
   * @param heights values of the last but one dimension
   * @param size bytes of a value
   */
  record Tensor(double values, double width, double heights, int size) {
    static Tensor matrix(double rows, double columns, int size) {
      return new Tensor(rows * columns, columns, rows, size);
    }

    static Tensor vector(double values, int size) {
      return new Tensor(values, values, 1, size);
    }

    boolean flat() {
      return width == values;
    }

    /** Bytes as the allocator counts them, in another precision. */
    double as(double bytesEach) {
      return Buffer.blocks(values * bytesEach);
    }
  }

  /** What reads one tensor, and how often it counts. */
  interface Reader {
    void read(Tensor tensor, int times);
  }

  /** Shows every tensor once, equal ones together. */
  void each(Reader reader) {
    for (Run run : runs) {
      for (Tensor t : run.tensors()) {
        reader.read(t, run.count());
      }
    }
  }

  static Trained of(ModelShape model, StepOptions options) {
    return new Trained(options.full() ? whole(model, options) : beside(model, options));
  }

  private static List<Run> whole(ModelShape model, StepOptions options) {
    int size = options.weightBytes();
    List<Run> runs = new ArrayList<>();
    Tensor vocabulary = Tensor.matrix(model.vocab(), model.embeddingWidth(), size);
    runs.add(new Run(1, List.of(vocabulary)));
    for (Layer layer : model.layers()) {
      runs.add(new Run(layer.count(), weights(model, layer, size)));
    }
    List<Tensor> last = new ArrayList<>();
    long narrower = model.vocab() * (model.hidden() - model.embeddingWidth());
    double others = model.otherParameters() + narrower;
    if (others > 2.0 * model.hidden()) {
      last.add(Tensor.matrix(others / model.hidden(), model.hidden(), size));
    } else {
      vectors(last, others, model.hidden(), size);
    }
    model.projections().forEach(l -> last.add(Tensor.matrix(l.out(), l.in(), size)));
    vectors(last, model.finalNormParameters(), model.hidden(), size);
    if (!model.tiedHead()) {
      last.add(vocabulary);
    }
    vectors(last, model.headBias() ? model.vocab() : 0, model.vocab(), size);
    runs.add(new Run(1, last));
    return runs;
  }

  private static List<Tensor> weights(ModelShape model, Layer layer, int size) {
    List<Tensor> all = new ArrayList<>();
    for (Linear l : layer.linears()) {
      // experts are one tensor of three dimensions
      all.add(new Tensor(l.weights(), l.in(), l.out(), size));
      if (l.bias()) {
        all.add(Tensor.vector(l.out() * l.copies(), size));
      }
    }
    long left = layer.normParameters() - (layer.normParameters() / model.hidden()) * model.hidden();
    vectors(all, layer.normParameters() - left, model.hidden(), size);
    // what is left are norms of queries and keys
    vectors(all, left, Math.max(1, left / 2), size);
    vectors(all, layer.otherParameters(), layer.otherParameters(), size);
    return all;
  }

  private static void vectors(List<Tensor> to, double values, double width, int size) {
    double left = values;
    while (left > 0) {
      double each = Math.min(left, width);
      to.add(Tensor.vector(each, size));
      left -= each;
    }
  }

  private static List<Run> beside(ModelShape model, StepOptions options) {
    StepOptions.Adapters adapters = options.adapters();
    int size = adapters.bytes();
    List<Run> runs = new ArrayList<>();
    Tensor vocabulary = Tensor.matrix(model.vocab(), model.embeddingWidth(), options.outerBytes());
    List<Tensor> first = new ArrayList<>();
    List<Tensor> last = new ArrayList<>();
    for (String name : adapters.saved()) {
      if (StepOptions.isHead(name)) {
        last.add(vocabulary);
      } else if (StepOptions.isTable(name)) {
        first.add(vocabulary);
      }
    }
    runs.add(new Run(1, first));
    double listed = 0;
    for (Layer layer : model.layers()) {
      List<Tensor> tensors = new ArrayList<>();
      for (Linear l : adapters.targets().in(layer)) {
        double rank = (double) adapters.targets().ranks(l) * adapters.rank() * l.copies();
        tensors.add(Tensor.matrix(rank, l.in(), size));
        tensors.add(Tensor.matrix(l.out(), rank, size));
        if (adapters.dora()) {
          tensors.add(Tensor.vector(l.out() * l.copies(), size));
        }
      }
      for (Tensor t : tensors) {
        listed += layer.count() * t.values();
      }
      runs.add(new Run(layer.count(), tensors));
    }
    double left = adapters.targets().parameters(model, adapters.rank(), adapters.dora()) - listed;
    if (left > 0) {
      last.add(Tensor.vector(left, size));
    }
    runs.add(new Run(1, last));
    return runs;
  }

  /** Bytes of all as the allocator counts them. */
  double bytes() {
    double sum = 0;
    for (Run run : runs) {
      for (Tensor t : run.tensors()) {
        sum += run.count() * t.as(t.size());
      }
    }
    return sum;
  }

  /** How many of a precision there are. */
  int tensors(int size) {
    int n = 0;
    for (Run run : runs) {
      for (Tensor t : run.tensors()) {
        n += t.size() == size ? run.count() : 0;
      }
    }
    return n;
  }
}
