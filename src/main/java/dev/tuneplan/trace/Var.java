package dev.tuneplan.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor in a graph: how many values of which size, and whether gradients flow to it. */
final class Var {
  final double values;
  final int size;
  final boolean grad;
  final boolean parameter;
  final Buffer buffer;

  /** Gradients of parts that wait to be put together. */
  final List<Buffer> parts = new ArrayList<>(0);

  /** How many gradients are still to come, where it is a parameter. */
  int uses = 1;

  /** The gradient gathered so far. */
  @Nullable Buffer gradient;

  Var(double values, int size, boolean grad, boolean parameter, Buffer buffer) {
    this.values = values;
    this.size = size;
    this.grad = grad;
    this.parameter = parameter;
    this.buffer = buffer;
  }

  /** Bytes of its values. */
  double bytes() {
    return values * size;
  }
}
