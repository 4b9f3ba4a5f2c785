package dev.tuneplan.trace;

import dev.tuneplan.model.Block;
import dev.tuneplan.model.Layer;
import java.util.List;

/** Multi-head latent attention up to queries, keys and values (DeepseekV3Attention.forward). */
final class Latents {
  private final Tape t;
  private final Ops ops;
  private final Modules modules;
  private final Norms norms;
  private final Rotations rotations;
  private final Block block;
  private final List<Matrix> inputs;
  private final double tokens;
  private final double heads;
  private final double width;
  private final double valueWidth;
  private final double rank;
  private final double turned;

  /**
   * The attention of a layer.
   *
   * @param inputs the matrices before attention: for queries one or two, then two for keys and
   *     values
   */
  Latents(
      Tape tape,
      Ops ops,
      Modules modules,
      Norms norms,
      Rotations rotations,
      Block block,
      Layer layer,
      List<Matrix> inputs,
      double tokens) {
    this.t = tape;
    this.ops = ops;
    this.modules = modules;
    this.norms = norms;
    this.rotations = rotations;
    this.block = block;
    this.inputs = inputs;
    this.tokens = tokens;
    this.heads = layer.heads();
    this.width = layer.queryWidth() / heads;
    this.valueWidth = layer.valueWidth() / heads;
    this.rank = inputs.getLast().in();
    this.turned = inputs.get(inputs.size() - 2).out() - rank;
  }

  /** Queries, keys and values. */
  Var[] parts(Var x) {
    double plain = width - turned;
    Var queries = queries(x);
    Var joint = ops.joint(queries);
    t.drop(queries);
    Var queryPlain = ops.share(joint, tokens * heads * plain);
    Var queryTurned = ops.share(joint, tokens * heads * turned);
    t.drop(joint);
    Var compressed = modules.linear(x, inputs.get(inputs.size() - 2));
    Var both = ops.joint(compressed);
    t.drop(compressed);
    Var latent = ops.share(both, tokens * rank);
    Var keyTurned = ops.share(both, tokens * turned);
    t.drop(both);
    Var normal = norms.norm(block.norm(), latent, rank);
    t.drop(latent);
    Var[] angled = rotations.both(block, queryTurned, keyTurned, turned);
    t.drop(queryTurned);
    t.drop(keyTurned);
    Var query = ops.beside(queryPlain, angled[0]);
    t.drop(queryPlain);
    t.drop(angled[0]);
    Var expanded = modules.linear(normal, inputs.getLast());
    t.drop(normal);
    Var ordered = ops.reordered(expanded);
    t.drop(expanded);
    Var pair = ops.joint(ordered);
    t.drop(ordered);
    Var keyPlain = ops.share(pair, tokens * heads * plain);
    Var value = ops.share(pair, tokens * heads * valueWidth);
    t.drop(pair);
    Var spread = ops.spread(angled[1], tokens * heads * turned);
    t.drop(angled[1]);
    Var key = filled(keyPlain, spread);
    t.drop(keyPlain);
    t.drop(spread);
    return new Var[] {query, key, value};
  }

  private Var queries(Var x) {
    Var q = modules.linear(x, inputs.getFirst());
    if (inputs.size() == 4) {
      Var normal = norms.norm(block.norm(), q, inputs.get(1).in());
      t.drop(q);
      q = modules.linear(normal, inputs.get(1));
      t.drop(normal);
    }
    Var ordered = ops.reordered(q);
    t.drop(q);
    return ordered;
  }

  /** Keys written into one tensor, a part after the other; copies into views are nodes of it. */
  private Var filled(Var plain, Var turned) {
    Var first = t.make(plain.values + turned.values, plain.size, plain.grad || turned.grad);
    t.kernel(3 * plain.bytes());
    t.record(
        first,
        g -> {
          Buffer whole = t.gradientOf(first);
          t.kernel(3 * first.bytes());
          Buffer part = t.gradientOf(plain);
          t.kernel(2 * plain.bytes());
          t.release(whole);
          t.gradient(plain, part);
        });
    Var second = new Var(first.values, first.size, first.grad, false, first.buffer);
    t.kernel(3 * turned.bytes());
    t.record(
        second,
        g -> {
          Buffer whole = t.gradientOf(first);
          t.kernel(3 * first.bytes());
          Buffer part = t.gradientOf(turned);
          t.kernel(2 * turned.bytes());
          Buffer zeros = t.gradientOf(turned);
          t.kernel(2 * turned.bytes());
          t.kernel(3 * turned.bytes());
          t.release(part);
          t.gradient(first, whole);
          t.gradient(turned, zeros);
        });
    return second;
  }
}
