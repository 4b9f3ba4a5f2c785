package dev.tuneplan.estimate;

import dev.tuneplan.base.Range;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.Layer;
import dev.tuneplan.model.Linear;
import dev.tuneplan.trace.StepTrace;
import dev.tuneplan.trace.StepWork;
import dev.tuneplan.trace.TracedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Time of a step: each class of operators takes the longer of its arithmetic and its traffic; the
 * device waits for the host where launching takes longer than all of them, and for the link where
 * gathers are not hidden (docs/estimator.md, time).
 */
final class SpeedModel {
  /** Overlap of gathers with computing under FSDP and ZeRO-3 (prefetch of one layer). */
  private static final double OVERLAP = 0.8;

  /**
   * Parts of a step differ in whether the host or the device is behind, so the longer of both is
   * approached from above: the fourth root of the sum of fourth powers.
   */
  private static final double PARTS = 4;

  /**
   * Traffic of foreach operators ÷ what a trace counts of it: their in-place results are seven of
   * 21 tensors that AdamW moves (torch/optim/adamw.py, _multi_tensor_adam, 2.15), and not returned.
   */
  private static final double WRITTEN = 1.5;

  /**
   * Gradients are read for their norm, and read and written to be clipped: every trainer's default.
   */
  private static final double CLIPPING = 3;

  /** Bytes each second between a GPU and the host's memory: PCIe 4 with 16 lanes, one direction. */
  private static final double HOST_LINK = 20e9;

  private final Setup s;
  private final Sizes sizes;
  private final GpuProfile g;
  private final double rate;
  private final double traffic;
  private final List<OperatorClass> classes = new ArrayList<>();

  private SpeedModel(Setup s, Sizes sizes) {
    this.s = s;
    this.sizes = sizes;
    this.g = s.gpu();
    double matmul = g.flops16() * g.matmulEfficiency() * s.stack().costs().efficiency();
    double gain = s.stack().costs().fp8Gain() * (g.flops8() / g.flops16() - 1);
    this.rate = s.stack().fp8() ? matmul * (1 + gain) : matmul;
    this.traffic = g.bandwidth() * g.bandwidthEfficiency();
  }

  static Speed of(Setup s, Tracing tracing, Optional<TracedStep> traced) {
    SpeedModel model = new SpeedModel(s, tracing.sizes(s));
    // work of spread steps has the libraries' gathers in it, which are reckoned apart here
    if (traced.isPresent() && s.gpus() == 1) {
      StepTrace own = tracing.of(s, s.checkpointing() == Checkpointing.FULL);
      StepTrace worked = traced.get().worked(own);
      return model.speed(worked, worked);
    }
    return switch (s.checkpointing()) {
      case NONE -> model.speed(tracing.of(s, false), tracing.of(s, false));
      case FULL, OFFLOAD -> model.speed(tracing.of(s, true), tracing.of(s, true));
      case SELECTIVE -> model.speed(tracing.of(s, true), tracing.of(s, false));
    };
  }

  /** FLOPs of a micro-step with nothing computed again, by tuneplan's own model of a step. */
  static double modelFlops(Setup s) {
    StepTrace step = new Tracing(Traces.NONE).of(s, false);
    return step.layers().flops() + step.head().flops();
  }

  /** The mean of two traces; they are the same but for selective checkpointing. */
  private Speed speed(StepTrace a, StepTrace b) {
    double fused = s.stack().compile() ? 0.5 : 1;
    StepWork l = a.layers();
    StepWork o = b.layers();
    double wide = mean(l.wide(), o.wide());
    double linear = mean(l.linear(), o.linear()) - wide;
    double products = mean(l.products(), o.products());
    double productBytes = mean(l.productBytes(), o.productBytes());
    double share = linear + wide > 0 ? wide / (linear + wide) : 0;
    add("matmul", linear, productBytes * (1 - share), products * (1 - share), rate);
    if (wide > 0) {
      add("adapters", wide, productBytes * share, products * share, g.flops32() * 0.8);
    }
    double attentionBytes = mean(l.attentionBytes(), o.attentionBytes());
    add(
        "attention",
        mean(l.attention(), o.attention()),
        attentionBytes,
        2.0 * s.model().depth(),
        attentionRate());
    double unpacked = mean(l.unpacked(), o.unpacked());
    if (unpacked > 0) {
      add("dequantise", 0, unpacked, 0, rate);
    }
    double rest = mean(l.operators(), o.operators()) - products - 2.0 * s.model().depth();
    add("element-wise", 0, fused * mean(l.otherBytes(), o.otherBytes()), Math.max(0, rest), rate);
    add("head", a.head().linear(), a.head().productBytes(), a.head().products(), rate);
    add("loss", 0, fused * a.head().otherBytes(), a.head().operators() - a.head().products(), rate);
    double device = 0;
    for (OperatorClass c : classes) {
      device += c.seconds();
    }
    double contention = s.gathered() ? s.stack().costs().contention() * device : 0;
    double busy = device + contention;
    double micro = busy + waits(busy);
    double exposed = contention + linkSeconds(micro);
    if (exposed > 0) {
      classes.add(new OperatorClass("collectives", 0, 0, s.model().depth() * 3.0, exposed, "link"));
      micro += exposed - contention;
    }
    OperatorClass optimizer = optimizer(a.step());
    classes.add(optimizer);
    double step = s.accumulation() * micro + optimizer.seconds() + gradientLink();
    double speed = s.accumulation() * s.tokens() / step;
    double spread = s.stack().costs().speedSpread() + (s.model().experts() ? 0.1 : 0);
    return new Speed(micro, step, Range.around(speed, spread), classes, binding());
  }

  private static double mean(double a, double b) {
    return (a + b) / 2;
  }

  private void add(String name, double flops, double bytes, double count, double perSecond) {
    double a = flops / perSecond;
    double b = bytes / traffic;
    classes.add(
        new OperatorClass(name, flops, bytes, count, Math.max(a, b), a >= b ? "flops" : "bytes"));
  }

  /** Seconds in which the device has nothing to do because launching takes longer. */
  private double waits(double device) {
    double count = 0;
    for (OperatorClass c : classes) {
      count += c.count();
    }
    double share = s.stack().operatorShare() * (s.stack().compile() ? 0.4 : 1);
    double host = count * share * s.stack().costs().hostMicroseconds() * 1e-6;
    if (s.gathered()) {
      host += units() * s.stack().costs().unitMilliseconds() * 1e-3;
    }
    double longer = Math.pow(Math.pow(host, PARTS) + Math.pow(device, PARTS), 1 / PARTS);
    double waits = s.stack().synchronises() ? host : longer - device;
    if (waits > 0) {
      classes.add(new OperatorClass("waiting for the host", 0, 0, 0, waits, "host"));
    }
    return waits;
  }

  /**
   * Bytes of a paged optimizer's states that the GPU has no room for: they come and go each step.
   */
  private double paged() {
    if (!s.optimizer().paged()) {
      return 0;
    }
    double trained = s.trainedBytes() * sizes.trainable() / s.parallelism().weights(s.gpus());
    double states =
        s.optimizer().stateBytes(4) * sizes.trainable() / s.parallelism().states(s.gpus());
    double room = g.usableGiB() * (1L << 30) - trained;
    return Math.max(0, states - Math.max(0, room));
  }

  /**
   * FSDP units: every layer, the rest of the model, and matrices of adapters where they are own
   * ones.
   */
  private double units() {
    double units = s.model().depth() + 1.0;
    if (!s.method().full() && s.stack().adapterUnits()) {
      for (Layer l : s.model().layers()) {
        units += 2.0 * l.count() * s.method().targets().in(l).size();
      }
    }
    return units;
  }

  private double attentionRate() {
    return g.flops16() * g.attentionEfficiency() * s.stack().costs().efficiency();
  }

  private OperatorClass optimizer(StepWork work) {
    double owned = 1 / s.parallelism().states(s.gpus());
    double written = s.optimizer().foreach() ? WRITTEN : 1;
    double clipped = CLIPPING * sizes.trainable() * s.trainedBytes();
    double bytes = (work.bytes() * written + clipped) * owned;
    if (s.offloadOptimizer()) {
      // CPU Adam: 0.5 to 1.5 s for each 1e9 parameters of a node
      return new OperatorClass(
          "optimizer", 0, bytes, work.operators(), sizes.trainable() * 1e-9, "host");
    }
    double device = bytes / traffic + 2 * paged() / HOST_LINK;
    double host = work.operators() * s.stack().costs().hostMicroseconds() * 1e-6;
    return new OperatorClass(
        "optimizer",
        0,
        bytes,
        work.operators(),
        Math.max(device, host),
        device >= host ? "bytes" : "host");
  }

  /** Seconds of gathers that computing does not hide, for one micro-step. */
  private double linkSeconds(double compute) {
    double seconds = 0;
    double bytes = s.method().full() ? 2 : s.method().weights().bytes();
    double weights = (sizes.parameters() - staying()) * bytes;
    if (s.gathered()) {
      double moved = (s.method().full() ? 3 : 2) * weights * (s.gpus() - 1) / s.gpus();
      seconds = moved / bandwidth();
    }
    if (s.offloadParameters()) {
      seconds += 2 * weights / Math.max(1, s.gpus()) / HOST_LINK; // in and out
    }
    return s.stack().synchronises() ? seconds : Math.max(0, seconds - OVERLAP * compute);
  }

  /** Parameters that are never gathered. */
  private double staying() {
    if (!s.stack().expertsStay()) {
      return 0;
    }
    double sum = 0;
    for (Layer layer : s.model().layers()) {
      for (Linear l : layer.linears()) {
        sum += l.copies() > 1 ? (double) layer.count() * l.parameters() : 0;
      }
    }
    return sum;
  }

  /** Seconds of the exchange of gradients, for one optimizer step. */
  private double gradientLink() {
    if (s.gpus() == 1 || s.parallelism().gathers()) {
      return 0;
    }
    return 2.0 * (s.gpus() - 1) / s.gpus() * sizes.trainable() * s.trainedBytes() / bandwidth();
  }

  /**
   * Bus bandwidth for a collective: the link of a node, or what the network cards of a node take in
   * together, 45 GB/s for each GPU (400 Gbit/s InfiniBand, docs/estimator.md).
   */
  private double bandwidth() {
    double inside = g.link() * 0.75;
    double gpusInNode = (double) s.gpus() / s.nodes();
    return s.nodes() > 1 ? Math.min(inside, 45e9 * gpusInNode) : inside;
  }

  private String binding() {
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
