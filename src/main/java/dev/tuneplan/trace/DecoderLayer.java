package dev.tuneplan.trace;

import dev.tuneplan.model.Block;
import dev.tuneplan.model.Layer;
import dev.tuneplan.model.Linear;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.model.Start;
import java.util.ArrayList;
import java.util.List;

/** One layer of a model as a program: LlamaDecoderLayer and what its relatives change. */
final class DecoderLayer {
  private final Tape t;
  private final Ops ops;
  private final Modules modules;
  private final Norms norms;
  private final Rotations rotations;
  private final Attentions attentions;
  private final ModelShape model;
  private final Block block;
  private final Layer layer;
  private final StepOptions options;
  private final List<Matrix> inputs;
  private final Matrix output;
  private final List<Matrix> feedInputs;
  private final Matrix feedOutput;

  DecoderLayer(Tape tape, ModelShape model, Layer layer, StepOptions options) {
    this.t = tape;
    this.ops = new Ops(tape);
    this.modules = new Modules(tape, ops, options);
    this.norms = new Norms(tape, ops, options);
    this.rotations = new Rotations(tape, ops, options);
    this.attentions = new Attentions(tape, ops, options);
    this.model = model;
    this.block = model.block();
    this.layer = layer;
    this.options = options;
    this.inputs = matrices(Linear.Part.ATTENTION_INPUT);
    this.output = matrices(Linear.Part.ATTENTION_OUTPUT).getFirst();
    this.feedInputs = matrices(Linear.Part.MLP_INPUT);
    this.feedOutput = matrices(Linear.Part.MLP_OUTPUT).getFirst();
  }

  private List<Matrix> matrices(Linear.Part part) {
    List<Linear> adapted = options.full() ? List.of() : options.adapters().targets().in(layer);
    List<Matrix> found = new ArrayList<>();
    for (Linear l : layer.linears()) {
      if (l.part() == part) {
        int ranks = adapted.contains(l) ? options.adapters().targets().ranks(l) : 0;
        int rank = ranks * options.adapters().rank();
        // FalconLinear adds its bias itself
        found.add(new Matrix(l.in(), l.out(), l.bias(), !block.packs(), rank));
      }
    }
    return found;
  }

  /** The layer's output; its input stays as the caller holds it. */
  Var forward(Var x) {
    return switch (block.order()) {
      case SEQUENTIAL -> sequential(x);
      case PARALLEL, PARALLEL_TWO_NORMS -> parallel(x);
      case SANDWICH, AFTER -> sandwich(x);
      case AFTER_SUM -> afterSum(x);
    };
  }

  private Var norm(Var x) {
    return norms.norm(block.norm(), x, model.hidden());
  }

  private Var sequential(Var x) {
    Var normal = norm(x);
    Var attended = ended(attention(normal));
    t.drop(normal);
    Var middle = ops.sum(x, attended);
    t.drop(attended);
    Var second = norm(middle);
    Var fed = ended(feedForward(second));
    t.drop(second);
    Var y = ops.sum(middle, fed);
    t.drop(middle);
    t.drop(fed);
    return y;
  }

  /** A sub-layer's output as it enters the sum. */
  private Var ended(Var part) {
    Var dropped = block.dropout() > 0 ? ops.dropout(part) : t.alias(part);
    t.drop(part);
    Var y = block.residualScaled() ? ops.scaled(dropped) : t.alias(dropped);
    t.drop(dropped);
    return y;
  }

  private Var parallel(Var x) {
    Var normal = norm(x);
    Var attended = ended(attention(normal));
    boolean two = block.order() == Block.Order.PARALLEL_TWO_NORMS;
    Var second = two ? norm(x) : t.alias(normal);
    Var fed = ended(feedForward(second));
    t.drop(normal);
    t.drop(second);
    Var parts = ops.sum(attended, fed);
    t.drop(attended);
    t.drop(fed);
    Var y = ops.sum(parts, x);
    t.drop(parts);
    return y;
  }

  private Var afterSum(Var x) {
    Var attended = ended(attention(x));
    Var sum = ops.sum(x, attended);
    t.drop(attended);
    Var middle = norm(sum);
    t.drop(sum);
    Var fed = ended(feedForward(middle));
    Var last = ops.sum(middle, fed);
    t.drop(middle);
    t.drop(fed);
    Var y = norm(last);
    t.drop(last);
    return y;
  }

  private Var sandwich(Var x) {
    boolean before = block.order() == Block.Order.SANDWICH;
    Var normal = before ? norm(x) : t.alias(x);
    Var attended = attention(normal);
    t.drop(normal);
    Var after = norm(attended);
    t.drop(attended);
    Var middle = ops.sum(x, after);
    t.drop(after);
    Var second = before ? norm(middle) : t.alias(middle);
    Var fed = feedForward(second);
    t.drop(second);
    Var last = norm(fed);
    t.drop(fed);
    Var y = ops.sum(middle, last);
    t.drop(last);
    t.drop(middle);
    return y;
  }

  private Var attention(Var x) {
    double width = (double) layer.queryWidth() / layer.heads();
    double valueWidth = (double) layer.valueWidth() / (layer.keyWidth() / width);
    Var[] parts = parts(x);
    Buffer tables = tables(width);
    Var[] turned =
        block.latent() || !layer.turned()
            ? new Var[] {t.alias(parts[0]), t.alias(parts[1])}
            : rotations.both(block, parts[0], parts[1], width);
    t.drop(parts[0]);
    t.drop(parts[1]);
    Var q = turned[0];
    Var k = turned[1];
    Var y = attended(q, k, parts[2], width, valueWidth);
    t.drop(q);
    t.drop(k);
    t.drop(parts[2]);
    t.release(tables);
    Var out = modules.linear(y, output);
    t.drop(y);
    return out;
  }

  /** Angles that a layer looks up in a table of its own (GPTJAttention). */
  private Buffer tables(double width) {
    if (block.start().positions() != Start.Positions.IN_LAYERS) {
      return t.allocate(0);
    }
    double turned = width * block.rotaryShare();
    double places = options.sequence();
    double angles = places * turned;
    int size = options.outerBytes();
    Buffer table = t.allocate(4 * turned * Math.min(model.maxPositions(), 1 << 20));
    t.kernel(2 * table.bytes);
    t.kernel(8 * places + 8 * angles);
    t.kernel(table.bytes + 12 * angles);
    if (size < 4) {
      t.kernel((4 + size) * angles);
    }
    for (int i = 0; i < 4; i++) {
      t.kernel(2 * angles * size);
    }
    return table;
  }

  private Var attended(Var q, Var k, Var v, double width, double valueWidth) {
    double heads = layer.heads();
    Choice choice = choice(options.autocast() ? 2 : q.size, q.values != k.values);
    if (choice == Choice.EAGER) {
      return attentions.eager(new Attentions.Heads(q, k, v, heads, width, valueWidth), block);
    }
    boolean narrow = options.autocast();
    Var a = ops.cast(q, narrow ? 2 : q.size);
    Var b = ops.cast(k, narrow ? 2 : k.size);
    Var c = ops.cast(v, narrow ? 2 : v.size);
    Attentions.Heads all = new Attentions.Heads(a, b, c, heads, width, valueWidth);
    Var y =
        switch (choice) {
          case MASKED -> attentions.masked(all, block);
          case PLAIN -> attentions.plain(all, block.scoreDropout());
          default -> a.size > 2 ? attentions.flash(all) : together(attentions.flash(all));
        };
    t.drop(a);
    t.drop(b);
    t.drop(c);
    return y;
  }

  /** Flash attention lays its result out as its queries, which may lie head by head. */
  private Var together(Var y) {
    boolean apart =
        layer.turned()
            && (block.rotaryShare() < 1 || block.turnedBeside() || rotatesByParts())
            && block.rotary() != Block.Rotary.NONE
            && !block.latent()
            && options.attention() == StepOptions.AttentionChoice.FAMILY;
    if (!apart) {
      return y;
    }
    Var copy = ops.copied(y, y.values);
    t.drop(y);
    return copy;
  }

  private boolean rotatesByParts() {
    return block.rotary() == Block.Rotary.BY_HALF || block.rotary() == Block.Rotary.BY_PARITY;
  }

  private enum Choice {
    EAGER,
    MASKED,
    PLAIN,
    FLASH
  }

  private Choice choice(int size, boolean grouped) {
    boolean family = options.attention() == StepOptions.AttentionChoice.FAMILY;
    if (options.attention() == StepOptions.AttentionChoice.FLASH) {
      return Choice.FLASH;
    }
    if (!family || block.attention() == Block.Attention.EAGER) {
      return Choice.EAGER;
    }
    boolean masked = block.attention() == Block.Attention.MASKED;
    if (masked || layer.window() <= options.sequence()) {
      return Choice.MASKED;
    }
    return size > 2 && grouped ? Choice.PLAIN : Choice.FLASH;
  }

  private Var[] parts(Var x) {
    if (block.latent()) {
      return new Latents(t, ops, modules, norms, rotations, block, layer, inputs, options.tokens())
          .parts(x);
    }
    return inputs.size() == 1 ? split(x) : separate(x);
  }

  /** Three matrices; gradients of turned heads come back in another layout and are copied. */
  private Var[] separate(Var x) {
    Var[] parts = new Var[3];
    for (int i = 0; i < 3; i++) {
      Var linear = modules.linear(x, inputs.get(i));
      Var made = i == 0 && block.queriesScaled() ? ops.scaled(linear) : t.alias(linear);
      t.drop(linear);
      Var normed = i < 2 ? headNorm(made) : t.alias(made);
      t.drop(made);
      boolean copied = i < 2 && layer.turned() && block.rotary() != Block.Rotary.NONE;
      parts[i] = copied ? ops.reordered(normed) : t.alias(normed);
      t.drop(normed);
    }
    return parts;
  }

  private Var headNorm(Var x) {
    double width = (double) layer.queryWidth() / layer.heads();
    return switch (block.headNorm()) {
      case NONE -> t.alias(x);
      case PER_HEAD -> norms.norm(block.norm(), x, width);
      case EACH_HEAD -> norms.norm(block.norm(), x, width, x.values / options.tokens());
      case WHOLE -> norms.norm(block.norm(), x, x.values / options.tokens());
    };
  }

  /** One matrix; queries, keys and values are views whose gradients are put together again. */
  private Var[] split(Var x) {
    Var whole = modules.linear(x, inputs.getFirst());
    double tokens = options.tokens();
    double[] values = {
      tokens * layer.queryWidth(), tokens * layer.keyWidth(), tokens * layer.valueWidth()
    };
    Var[] parts = new Var[3];
    if (block.split() == Block.Split.REPEATED) {
      parts[0] = reshaped(ops.slice(whole, values[0] / whole.values));
      parts[1] = reshaped(looked(whole, values[1]), values[0]);
      parts[2] = reshaped(looked(whole, values[2]), values[0]);
    } else {
      boolean sliced = block.split() == Block.Split.SLICED;
      Var joint = sliced ? t.alias(whole) : ops.joint(whole);
      for (int i = 0; i < 3; i++) {
        Var part =
            sliced ? ops.slice(whole, values[i] / whole.values) : ops.share(joint, values[i]);
        boolean copied = i < 2 && layer.turned() && block.rotary() != Block.Rotary.NONE;
        parts[i] = copied && sliced ? ops.reordered(part) : t.alias(part);
        t.drop(part);
      }
      t.drop(joint);
    }
    t.drop(whole);
    return parts;
  }

  private Var reshaped(Var part) {
    return reshaped(part, part.values);
  }

  /** A copy with as many values; takes over the part. */
  private Var reshaped(Var part, double values) {
    Var y = ops.copied(part, values);
    t.drop(part);
    return y;
  }

  /** Heads looked up by their number. */
  private Var looked(Var whole, double values) {
    Var y = t.make(values, whole.size, whole.grad);
    t.kernel(whole.bytes() + y.bytes() + 8);
    t.record(
        y,
        g -> {
          Buffer zeros = t.gradientOf(whole);
          t.kernel(y.bytes() + whole.bytes());
          Buffer d = t.gradientOf(whole);
          t.kernel(2 * whole.bytes() + y.bytes() + 8);
          t.release(zeros);
          t.gradient(whole, d);
        });
    return y;
  }

  private Var feedForward(Var x) {
    if (layer.experts()) {
      return new ExpertBlock(t, ops, modules, layer, block.routing(), options).forward(x);
    }
    if (layer.activation() == Layer.Activation.PLAIN) {
      Var up = modules.linear(x, feedInputs.getFirst());
      Var active = active(up);
      t.drop(up);
      Var y = modules.linear(active, feedOutput);
      t.drop(active);
      return y;
    }
    Var product = feedInputs.size() == 1 ? gatedFused(x) : gated(x);
    Var y = modules.linear(product, feedOutput);
    t.drop(product);
    return y;
  }

  private Var gated(Var x) {
    Var gate = modules.linear(x, feedInputs.getFirst());
    if (options.fused().feed()) {
      Var up = modules.linear(x, feedInputs.get(1));
      Var product = ops.gated(gate, up);
      t.drop(gate);
      t.drop(up);
      return product;
    }
    Var active = ops.activation(gate, false);
    t.drop(gate);
    Var up = modules.linear(x, feedInputs.get(1));
    Var product = ops.times(active, up);
    t.drop(active);
    t.drop(up);
    return product;
  }

  private Var gatedFused(Var x) {
    Var both = modules.linear(x, feedInputs.getFirst());
    Var joint = ops.joint(both);
    t.drop(both);
    Var gate = ops.share(joint, joint.values / 2);
    Var up = ops.share(joint, joint.values / 2);
    t.drop(joint);
    Var active = ops.activation(gate, false);
    t.drop(gate);
    Var product = ops.times(up, active);
    t.drop(active);
    t.drop(up);
    return product;
  }

  private Var active(Var x) {
    return switch (block.kernel()) {
      case ONE -> ops.activation(x, false);
      case RELU -> ops.activation(x, true);
      case GELU_NEW -> options.fused().activation() ? ops.activation(x, false) : geluNew(x);
      case GELU_OWN -> geluOwn(x);
    };
  }

  /** NewGELUActivation: 0.5·x·(1 + tanh(c·(x + 0.044715·x³))). */
  private Var geluNew(Var x) {
    Var half = ops.scaled(x);
    // autocast takes powers in 32 bits
    Var base = ops.cast(x, options.autocast() ? 4 : x.size);
    Var cube = ops.squared(base);
    t.drop(base);
    Var small = ops.scaled(cube);
    t.drop(cube);
    Var sum = ops.sum(x, small);
    t.drop(small);
    Var scaled = ops.scaled(sum);
    t.drop(sum);
    Var tanh = ops.activation(scaled, true);
    t.drop(scaled);
    Var plus = ops.shifted(tanh);
    t.drop(tanh);
    Var y = ops.times(half, plus);
    t.drop(half);
    t.drop(plus);
    return y;
  }

  /** BloomGelu: a function of its own, which computes again what it needs. */
  private Var geluOwn(Var x) {
    if (x.grad) {
      t.saving();
    }
    double size = x.bytes();
    Buffer half = t.allocate(size);
    Buffer inner = t.allocate(size);
    Buffer outer = t.allocate(size);
    chain(size, 6, 3);
    t.release(inner);
    t.release(outer);
    Var y = t.make(x.values, x.size, x.grad);
    t.release(half);
    t.record(
        y,
        g -> {
          Buffer[] parts = new Buffer[4];
          for (int i = 0; i < parts.length; i++) {
            parts[i] = t.allocate(size);
          }
          chain(size, 11, 7);
          for (Buffer part : parts) {
            t.release(part);
          }
          t.gradient(x, t.gradientOf(x));
        },
        x.buffer);
    return y;
  }

  /** Kernels by a number, and kernels of two tensors. */
  private void chain(double size, int ofOne, int ofTwo) {
    for (int i = 0; i < ofOne; i++) {
      t.kernel(2 * size);
    }
    for (int i = 0; i < ofTwo; i++) {
      t.kernel(3 * size);
    }
  }
}
