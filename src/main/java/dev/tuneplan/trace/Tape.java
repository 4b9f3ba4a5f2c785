package dev.tuneplan.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What autograd records and replays: live memory, its highest rise, and the work done. Storages are
 * counted, not tensors, since views share one. Not thread-safe.
 *
 * <p>Rules of torch.autograd (torch/csrc/autograd, 2.15, read 2026-11-24): nodes run in the reverse
 * order of their making; a node's saved tensors go when it has run; gradients that meet are added
 * out of place; the first gradient of a parameter is kept as it is.
 */
final class Tape {
  /** What runs when a gradient reaches a node. */
  interface Backward {
    void run(Buffer gradient);
  }

  private record Node(Var out, Buffer[] saved, Backward backward) {}

  /**
   * The graph of a part of the model.
   *
   * @param nodes in the order of their making
   * @param saves how often the part saves
   * @param again runs the part once more for its saved tensors; null when they are held
   */
  record Graph(List<Node> nodes, int saves, @Nullable Runnable again) {}

  private List<Node> nodes = new ArrayList<>();
  private final List<Buffer> region = new ArrayList<>();
  private Work work = new Work();
  private double live;
  private double peak;
  private double gradients;
  private double gradientsAtPeak;
  private boolean holding = true;
  private boolean accumulating;
  private boolean running = true;
  private boolean inNode;
  private final List<Var> targets = new ArrayList<>();
  private final List<Buffer> arriving = new ArrayList<>();
  private int saves;
  private int lastSave = Integer.MAX_VALUE;

  /** Says that gradients of parameters are there from an earlier micro-step. */
  void keepGradients() {
    accumulating = true;
  }

  /** Live bytes since the tape began. */
  double live() {
    return live;
  }

  /** The most that was live since {@link #mark}. */
  double peak() {
    return peak;
  }

  /** Live bytes of parameters' gradients. */
  double gradients() {
    return gradients;
  }

  /** Live bytes of parameters' gradients when most was live. */
  double gradientsAtPeak() {
    return gradientsAtPeak;
  }

  /** Forgets the peak so far. */
  void mark() {
    peak = live;
    gradientsAtPeak = gradients;
  }

  /** Counts what further equal parts add to live memory. */
  void shift(double bytes, double ofGradients) {
    live += bytes;
    gradients += ofGradients;
  }

  /** Work since the last call. */
  Work takeWork() {
    Work done = work;
    work = new Work();
    return done;
  }

  /** Counts a kernel by the bytes of all tensors that it reads and writes. */
  void kernel(double bytes) {
    if (running) {
      work.kernel(bytes);
    }
  }

  /** Counts a product of matrices. */
  void product(double bytes, double flops, boolean wide) {
    if (running) {
      work.kernel(bytes);
      work.products++;
      work.productBytes += bytes;
      work.linear += flops;
      work.wide += wide ? flops : 0;
    }
  }

  /** Counts a kernel of attention. */
  void attention(double bytes, double flops) {
    if (running) {
      work.kernel(bytes);
      work.attentionBytes += bytes;
      work.attention += flops;
    }
  }

  /** Counts a kernel that unpacks a quantised matrix. */
  void unpack(double bytes) {
    if (running) {
      work.kernel(bytes);
      work.unpacked += bytes;
    }
  }

  /** Whether graphs hold what their nodes save, as they do outside of a checkpoint's first run. */
  boolean holding() {
    return holding;
  }

  /** A new storage, held once. */
  Buffer allocate(double bytes) {
    Buffer b = new Buffer(running ? bytes : 0);
    live += b.bytes;
    if (live > peak) {
      peak = live;
      gradientsAtPeak = gradients;
    }
    return b;
  }

  void hold(Buffer b) {
    b.holders++;
  }

  void release(Buffer b) {
    if (--b.holders == 0) {
      live -= b.bytes;
    }
  }

  /** A tensor that an operator made. */
  Var make(double values, int size, boolean grad) {
    return new Var(values, size, grad, false, allocate(values * size));
  }

  /** A tensor that was there before: a parameter or a model's input. */
  static Var parameter(double values, int size, boolean trained) {
    return parameter(values, size, trained, 1);
  }

  /** A parameter that several operators use: its gradient is whole when all of theirs are there. */
  static Var parameter(double values, int size, boolean trained, int uses) {
    Var v = new Var(values, size, trained, true, new Buffer(0));
    v.uses = uses;
    return v;
  }

  /** Drops a Python name. */
  void drop(Var v) {
    release(v.buffer);
  }

  /**
   * Leaves a tensor to autocast, which keeps copies of trained 32-bit weights until its region ends
   * (aten/src/ATen/autocast_mode.cpp, cached_cast).
   */
  Var cached(Var v) {
    region.add(v.buffer);
    return v;
  }

  /** How many copies the region of autocast keeps. */
  int cachedCopies() {
    return region.size();
  }

  /** Bytes that nothing but the region holds, of copies after the first so many. */
  double cachedAlone(int from) {
    double sum = 0;
    for (Buffer b : region.subList(from, region.size())) {
      sum += b.holders == 1 ? b.bytes : 0;
    }
    return sum;
  }

  /** Ends the region of autocast. */
  void leaveRegion() {
    region.forEach(this::release);
    region.clear();
  }

  /** A second name for a tensor. */
  Var alias(Var v) {
    hold(v.buffer);
    return v;
  }

  /** Records how a gradient goes on from a tensor, and which storages that needs. */
  void record(Var out, Backward backward, Buffer... saved) {
    if (!out.grad) {
      return;
    }
    saves += saved.length > 0 ? 1 : 0;
    if (holding) {
      for (Buffer b : saved) {
        hold(b);
      }
    }
    nodes.add(new Node(out, saved, backward));
    if (saves >= lastSave) {
      running = false;
    }
  }

  /**
   * Stops computing when the last tensor that the backward pass needs is about to be saved:
   * checkpoint without reentry raises there (torch/utils/checkpoint.py, early_stop), and operators
   * save before they compute.
   */
  void saving() {
    if (saves + 1 >= lastSave) {
      running = false;
    }
  }

  /**
   * Adds a gradient to what reached a tensor before; the tape takes over the hold. What a node
   * gives arrives when the node has let go of what it saved.
   */
  void gradient(Var v, Buffer g) {
    if (inNode) {
      targets.add(v);
      arriving.add(g);
    } else {
      arrive(v, g);
    }
  }

  private void arrive(Var v, Buffer g) {
    Buffer old = v.gradient;
    Buffer whole = g;
    if (old != null) {
      whole = allocate(v.bytes());
      kernel(3 * v.bytes());
      release(old);
      release(g);
      gradients -= v.parameter ? old.bytes : 0;
    }
    if (v.parameter && accumulating && --v.uses == 0) {
      kernel(3 * v.bytes());
      release(whole);
      v.gradient = null;
      return;
    }
    v.gradient = whole;
    gradients += v.parameter ? whole.bytes : 0;
  }

  /** Keeps a part's gradient until those of the other parts are there. */
  void gather(Var joint, Buffer g) {
    hold(g);
    joint.parts.add(g);
    if (joint.gradient == null) {
      joint.gradient = new Buffer(0);
    }
  }

  /** A new storage for a gradient of a tensor. */
  Buffer gradientOf(Var v) {
    return allocate(v.bytes());
  }

  /** Runs a part of the model and keeps its graph with what it saved. */
  Graph whole(Runnable part) {
    List<Node> outer = nodes;
    nodes = new ArrayList<>();
    saves = 0;
    part.run();
    Graph graph = new Graph(nodes, saves, null);
    nodes = outer;
    return graph;
  }

  /** Runs a part of the model inside a checkpoint: nothing that it saves is held. */
  Graph checkpointed(Runnable part) {
    holding = false;
    Graph outline = whole(part);
    holding = true;
    return new Graph(outline.nodes(), outline.saves(), part);
  }

  /**
   * Runs a graph's nodes, newest first; a checkpoint computes again when it needs what it saved.
   */
  void backward(Graph graph) {
    List<Node> mine = graph.nodes();
    Runnable again = graph.again();
    for (int i = mine.size() - 1; i >= 0; i--) {
      if (again != null && mine.get(i).saved().length > 0) {
        lastSave = graph.saves();
        List<Node> made = whole(again).nodes();
        leaveRegion();
        running = true;
        lastSave = Integer.MAX_VALUE;
        for (int k = 0; k <= i; k++) {
          made.get(k).out().gradient = mine.get(k).out().gradient;
          made.get(k).out().parts.addAll(mine.get(k).out().parts);
        }
        mine = made;
        again = null;
      }
      Node n = mine.get(i);
      Buffer g = n.out().gradient;
      if (g != null) {
        n.out().gradient = null;
        inNode = true;
        n.backward().run(g);
        inNode = false;
        release(g);
        n.out().parts.forEach(this::release);
        n.out().parts.clear();
      }
      if (graph.again() == null || again == null) {
        for (Buffer b : n.saved()) {
          release(b);
        }
      }
      deliver();
    }
  }

  private void deliver() {
    for (int i = 0; i < targets.size(); i++) {
      arrive(targets.get(i), arriving.get(i));
    }
    targets.clear();
    arriving.clear();
  }
}
