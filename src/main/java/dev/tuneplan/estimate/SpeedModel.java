package dev.tuneplan.estimate;

import dev.tuneplan.base.Range;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.Layer;
import dev.tuneplan.model.Linear;
import dev.tuneplan.model.ModelShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Time of a step: the sum over classes of operators of the longest of arithmetic, traffic, link and
 * host (docs/estimator.md). Frozen matrices have no weight gradient, so LoRA does two thirds of a
 * full fine-tune's products and not a small part of them.
 */
final class SpeedModel {
  /** Overlap of gathers with computing under FSDP and ZeRO-3 (prefetch of one layer). */
  private static final double OVERLAP = 0.8;

  private SpeedModel() {}

  static Speed of(Setup s) {
    ModelShape m = s.model();
    GpuProfile g = s.gpu();
    boolean full = s.method().full();
    double t = s.tokens();
    double recomputed = s.checkpointing().recomputed();
    double share = s.stack().operatorShare() * (s.stack().compile() ? 0.4 : 1);
    double linearFlops = 0;
    double weightBytes = 0;
    double attention = 0;
    double elementwise = 0;
    double adapterFlops = 0;
    double adapterBytes = 0;
    double modules = 0;
    double launches = 0;
    double passes = (full ? 3 : 2) + recomputed;
    for (Layer l : m.layers()) {
      linearFlops += l.count() * 2.0 * l.weightsPerToken() * t * passes;
      weightBytes += l.count() * 2.0 * l.parameters() * passes;
      double span = Math.min(l.window(), s.sequence());
      // two products forward, five backward (the kernel recomputes scores); causal: half
      attention += l.count() * 2.0 * span * l.queryWidth() * t * (1 + 2.5 + recomputed);
      elementwise += l.count() * SavedActivations.bytesPerToken(s, l) * t * (3 + recomputed);
      int linears = l.linears().size();
      double adapters = full ? 0 : s.method().targets().in(l).size();
      launches += l.count() * (60 + 4.0 * linears) * (2.2 + 0.9 * recomputed);
      launches += l.count() * adapters * (6 * (1 + recomputed) + 10);
      modules += l.count() * adapters;
      if (!full) {
        for (Linear a : s.method().targets().in(l)) {
          double width = (double) (a.in() + a.out()) * a.usedPerToken();
          adapterFlops += l.count() * 2.0 * s.method().rank() * width * t * (3 + recomputed);
          adapterBytes += l.count() * width * t * s.stack().adapterBytes() * (3 + recomputed);
        }
      }
    }
    double rate = g.flops16() * g.matmulEfficiency() * s.stack().efficiency();
    if (s.stack().fp8()) {
      // element-wise work and attention stay in 16 bits; about six tenths of the gain arrive
      rate *= 1 + 0.6 * (g.flops8() / g.flops16() - 1);
    }
    double traffic = g.bandwidth() * g.bandwidthEfficiency();
    double host = s.stack().hostMicroseconds() * 1e-6;
    List<OperatorClass> c = new ArrayList<>();
    double products = 0;
    for (Layer l : m.layers()) {
      products += l.count() * l.linears().size() * passes;
    }
    c.add(timed("matmul", linearFlops, weightBytes, products * share, rate, traffic, host));
    double headPasses = full || s.method().savedModules().contains("lm_head") ? 3 : 2;
    double headFlops = 2.0 * m.vocab() * m.hidden() * t * headPasses;
    c.add(timed("head", headFlops, 2.0 * m.vocab() * m.hidden() * headPasses, 3, rate, traffic, host));
    c.add(
        timed(
            "loss",
            0,
            Math.max(2, s.stack().logitBytes()) * 2.5 * m.vocab() * t,
            12,
            rate,
            traffic,
            host));
    c.add(timed("attention", attention, 0, 2.0 * m.depth() * (1 + recomputed), rate * 0.75, traffic, host));
    if (adapterFlops > 0) {
      double wide = s.stack().adapterBytes() > 2 ? g.flops32() * 0.6 : rate;
      c.add(
          timed("adapters", adapterFlops, adapterBytes, modules * 6 * share, wide * 0.5, traffic, host));
    }
    double fused = s.stack().compile() ? 0.5 : s.stack().fusedNorm() ? 0.6 : 1;
    c.add(timed("element-wise", 0, elementwise * fused, launches * share, rate, traffic, host));
    if (s.method().weights() != Method.Weights.BF16 && !full) {
      double weights = m.quantisableWeights(s.stack().packsExperts());
      c.add(
          timed(
              "dequantise",
              0,
              weights * (2 + s.method().weights().bytes()) * (2 + recomputed) * 3,
              2.0 * products / Math.max(1, passes),
              rate,
              traffic,
              host));
    }
    double micro = c.stream().mapToDouble(OperatorClass::seconds).sum();
    double link = linkSeconds(s, micro);
    if (link > 0) {
      c.add(new OperatorClass("collectives", 0, 0, m.depth() * 3.0, link, "link"));
      micro += link;
    }
    OperatorClass optimizer = optimizer(s, traffic, host);
    c.add(optimizer);
    double step = s.accumulation() * micro + optimizer.seconds() + gradientLink(s);
    double speed = s.accumulation() * t / step;
    double spread = s.stack().speedSpread() + (s.model().experts() ? 0.1 : 0);
    return new Speed(micro, step, Range.around(speed, spread), c, binding(c));
  }

  private static OperatorClass timed(
      String name, double flops, double bytes, double count, double rate, double traffic, double host) {
    double a = flops / rate;
    double b = bytes / traffic;
    double h = count * host;
    double most = Math.max(a, Math.max(b, h));
    return new OperatorClass(
        name, flops, bytes, count, most, most == a ? "flops" : most == b ? "bytes" : "host");
  }

  private static OperatorClass optimizer(Setup s, double traffic, double host) {
    double owned = s.trainable() / s.parallelism().states(s.gpus());
    double bytes = owned * (3 * s.trainedBytes() + 2 * s.optimizer().stateBytes(s.trainedBytes()));
    double count = 14;
    if (s.offloadOptimizer()) {
      // CPU Adam: 0.5 to 1.5 s for each 1e9 parameters of a node
      return new OperatorClass("optimizer", 0, bytes, count, s.trainable() * 1e-9, "host");
    }
    return timed(
        "optimizer", 12 * owned, bytes * (s.optimizer().foreach() ? 2 : 1), count, 1e15, traffic, host);
  }

  /** Seconds of gathers that computing does not hide, for one micro-step. */
  private static double linkSeconds(Setup s, double compute) {
    double seconds = 0;
    double bytes = s.method().full() ? 2 : s.method().weights().bytes();
    double weights = s.model().parameters() * bytes;
    if (s.gpus() > 1 && s.parallelism().gathers()) {
      double moved = (s.method().full() ? 3 : 2) * weights * (s.gpus() - 1) / s.gpus();
      seconds = moved / bandwidth(s);
    }
    if (s.offloadParameters()) {
      seconds += 2 * weights / Math.max(1, s.gpus()) / 20e9; // over PCIe, in and out
    }
    return Math.max(0.06 * seconds, seconds - OVERLAP * compute);
  }

  /** Seconds of the exchange of gradients, for one optimizer step. */
  private static double gradientLink(Setup s) {
    if (s.gpus() == 1 || s.parallelism().gathers()) {
      return 0;
    }
    return 2.0 * (s.gpus() - 1) / s.gpus() * s.trainable() * s.trainedBytes() / bandwidth(s);
  }

  /** Bus bandwidth for a collective: the link of a node, or 45 GB/s for each GPU across nodes. */
  private static double bandwidth(Setup s) {
    double inside = s.gpu().link() * 0.75;
    return s.nodes() > 1 ? Math.min(inside, 45e9) : inside;
  }

  private static String binding(List<OperatorClass> classes) {
    String best = "flops";
    double most = -1;
    for (String kind : List.of("flops", "bytes", "link", "host")) {
      double sum = 0;
      for (OperatorClass c : classes) {
        sum += c.binds().equals(kind) ? c.seconds() : 0;
      }
      if (sum > most) {
        most = sum;
        best = kind;
      }
    }
    return best;
  }
}
