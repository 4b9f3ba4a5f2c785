package dev.tuneplan.trace;

import dev.tuneplan.model.Block;
import dev.tuneplan.model.Layer;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.model.Start;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model computes before its first layer besides embeddings: places, tables of angles, masks
 * (transformers/masking_utils.py and modeling_rope_utils.py). All layers share it.
 */
final class Prelude {
  private final Tape t;
  private final ModelShape model;
  private final StepOptions options;
  private final Start start;
  private final double batch;
  private final double sequence;
  private final boolean masked;
  private final boolean written;
  private final List<Buffer> tables = new ArrayList<>();
  private final List<Buffer> masks = new ArrayList<>();

  Prelude(Tape tape, ModelShape model, StepOptions options) {
    this.t = tape;
    this.model = model;
    this.options = options;
    this.start = model.block().start();
    this.batch = options.microBatch();
    this.sequence = options.sequence();
    Block.Attention attention = model.block().attention();
    this.written = written(model.block(), options);
    this.masked =
        options.attention() == StepOptions.AttentionChoice.FAMILY
            && attention == Block.Attention.MASKED;
  }

  /** Whether attention writes scores out. */
  static boolean written(Block block, StepOptions options) {
    return options.attention() == StepOptions.AttentionChoice.EAGER
        || (options.attention() == StepOptions.AttentionChoice.FAMILY
            && block.attention() == Block.Attention.EAGER);
  }

  /** Runs it. */
  void run() {
    if (start.positions() == Start.Positions.COUNTED) {
      counted();
    } else if (start.positions() != Start.Positions.ALIBI
        && start.positions() != Start.Positions.ALIBI_WHOLE) {
      t.kernel(8 * sequence);
      t.kernel(16 * sequence);
    }
    switch (start.positions()) {
      case ALIBI -> alibi();
      case ALIBI_WHOLE -> alibiWhole();
      case ALIBI_MASK -> alibiNarrow();
      default -> {}
    }
    masks();
    if (start.positions() == Start.Positions.ROTARY
        || start.positions() == Start.Positions.ALIBI_MASK) {
      angles();
    }
  }

  /** Lets go of the masks, which end with the model's forward pass unless checkpoints hold them. */
  void leaveMasks() {
    masks.forEach(t::release);
    masks.clear();
  }

  /** Lets go of the tables, which backward passes of the layers need. */
  void leaveTables() {
    tables.forEach(t::release);
    tables.clear();
  }

  /** Places counted in a mask of ones (OPTLearnedPositionalEmbedding). */
  private void counted() {
    double tokens = batch * sequence;
    t.kernel(4 * tokens);
    t.kernel(8 * tokens);
    t.kernel(12 * tokens);
    t.kernel(8 * tokens);
    t.kernel(12 * tokens);
    t.kernel(16 * tokens);
  }

  private void alibi() {
    double heads = heads();
    t.kernel(4);
    t.kernel(4 * heads);
    t.kernel(8 * heads);
    t.kernel(8 * sequence);
    t.kernel(8 * sequence + 4 * heads * sequence);
    t.kernel(4 * heads * sequence * (1 + batch));
    t.kernel(6 * batch * heads * sequence);
    tables.add(t.allocate(batch * heads * sequence * options.outerBytes()));
  }

  private void alibiWhole() {
    double heads = heads();
    double longest = Math.min(model.maxPositions(), 1 << 20);
    t.kernel(4 * longest);
    for (int i = 0; i < 6; i++) {
      t.kernel(8 * heads);
    }
    t.kernel(4 * longest * (1 + heads));
    tables.add(t.allocate(4 * longest * heads));
  }

  private void alibiNarrow() {
    double heads = heads();
    double tokens = batch * sequence;
    t.kernel(8 * tokens);
    t.kernel(4);
    t.kernel(4 * heads);
    t.kernel(8 * heads);
    t.kernel(16 * tokens);
    t.kernel(16 * tokens);
    t.kernel(24 * tokens);
    t.kernel(6 * heads);
    t.kernel(8 * tokens + 2 * heads * tokens);
    if (options.outerBytes() > 2) {
      t.kernel(6 * heads * tokens);
    }
    tables.add(t.allocate(heads * tokens * options.outerBytes()));
  }

  private double heads() {
    return model.layers().getFirst().heads();
  }

  private void masks() {
    long window = Long.MAX_VALUE;
    boolean whole = false;
    for (Layer layer : model.layers()) {
      window = Math.min(window, layer.window());
      whole |= layer.window() == Long.MAX_VALUE;
    }
    boolean both = start.masks() == Start.Masks.BOTH;
    if (both || whole) {
      searched();
      mask(false, Long.MAX_VALUE);
    }
    if (both || !whole) {
      searched();
      // families that always make both masks write the window's even where no layer has one
      mask(true, window == Long.MAX_VALUE ? 0 : window);
    }
  }

  /** The search for packed sequences. */
  private void searched() {
    if (!start.packed()) {
      return;
    }
    double tokens = batch * sequence;
    t.kernel(16 * batch);
    t.kernel(16 * (batch + tokens));
    t.kernel(24 * tokens);
    t.kernel(9 * tokens);
    t.kernel(9 * tokens);
    t.kernel(9 * batch);
    t.kernel(batch + 1);
  }

  private void mask(boolean windowed, long window) {
    boolean taken = written || masked || (windowed && sequence >= window);
    if (!taken || options.attention() == StepOptions.AttentionChoice.FLASH) {
      return;
    }
    double square = sequence * sequence;
    t.kernel(8 * batch);
    t.kernel(8);
    for (int i = 0; i < 2; i++) {
      t.kernel(8 * sequence);
      t.kernel(16 * sequence);
    }
    Buffer flags = t.allocate(square);
    if (windowed) {
      t.kernel(8 * sequence);
      t.kernel(16 * sequence);
      t.kernel(16 * sequence + square);
      t.kernel(2 * square);
      Buffer both = t.allocate(square);
      t.kernel(16 * sequence + square);
      t.kernel(3 * square);
      t.release(both);
    } else {
      t.kernel(16 * sequence + square);
    }
    boolean biases = start.positions() == Start.Positions.ALIBI_MASK;
    if (!written && !biases) {
      masks.add(flags);
      return;
    }
    int size = options.outerBytes();
    t.kernel(size);
    t.kernel(size);
    Buffer mask = t.allocate(batch * square * size);
    t.kernel(batch * square * (1 + size));
    t.release(flags);
    if (biases) {
      Buffer whole = biased(mask, batch * square, size);
      // layers keep it for the backward pass, unless they copy it into rows that fit the kernel
      (options.sequence() % 16 == 0 ? tables : masks).add(whole);
    } else if (start.positions() == Start.Positions.ALIBI_WHOLE) {
      masks.add(t.allocate(batch * square));
      t.kernel(batch * square * (size + 1));
      t.release(mask);
    } else {
      masks.add(mask);
    }
  }

  /** Falcon's biases where the mask lets them through, for every head. */
  private Buffer biased(Buffer mask, double square, int size) {
    double heads = heads();
    double narrow = heads * batch * sequence * size;
    Buffer divided = t.allocate(narrow);
    t.kernel(2 * narrow);
    Buffer hidden = t.allocate(square);
    t.kernel(square * (1 + size));
    Buffer y = t.allocate(heads * square * size);
    t.kernel(narrow + square + heads * square * size);
    t.release(divided);
    t.release(hidden);
    t.release(mask);
    return y;
  }

  /** Tables of angles: cosines and sines of every place. */
  private void angles() {
    Layer layer = model.layers().getFirst();
    Block block = model.block();
    double width =
        block.latent()
            ? layer.turnedWidth()
            : (double) layer.queryWidth() / layer.heads() * block.rotaryShare();
    int kinds = start.anglesOfEach() ? model.layers().size() : 1;
    for (int i = 0; i < kinds; i++) {
      angles(width);
    }
  }

  private void angles(double width) {
    double half = sequence * width / 2 * 4;
    t.kernel(12 * sequence);
    t.kernel(4 * sequence + 2 * width + half);
    if (model.block().rotary() == Block.Rotary.COMPLEX) {
      t.kernel(2 * half);
      t.kernel(4 * half);
      t.kernel(4 * half);
      tables.add(t.allocate(2 * half));
      return;
    }
    boolean halves = model.block().rotary() == Block.Rotary.BY_HALF;
    double table = halves ? half : 2 * half;
    if (!halves) {
      t.kernel(2 * table);
    }
    for (int i = 0; i < 4; i++) {
      t.kernel(2 * table);
    }
    boolean wide = model.block().rotary() == Block.Rotary.HALVES_WIDE || options.outerBytes() > 2;
    if (!wide) {
      t.kernel(1.5 * table);
      t.kernel(1.5 * table);
    }
    double stored = wide ? table : table / 2;
    tables.add(t.allocate(stored));
    tables.add(t.allocate(stored));
  }
}
