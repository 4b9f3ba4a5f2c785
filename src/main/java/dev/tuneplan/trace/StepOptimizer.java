package dev.tuneplan.trace;

import dev.tuneplan.trace.Trained.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * What an optimizer keeps and does for each trained tensor (torch/optim 2.15, Transformers 5.23,
 * bitsandbytes 0.50, read 2026-11-24). Operators in place on lists of tensors return nothing, so
 * that only what they read is counted.
 */
public enum StepOptimizer {
  /** torch.optim.AdamW, foreach: eight passes over all tensors of a precision, one copy kept. */
  ADAMW_TORCH("adamw_torch") {
    @Override
    double states(Tensor t) {
      return 2 * t.as(t.size());
    }

    @Override
    void work(Trained trained, Work to) {
      lists(trained, 8, to);
      trained.each((t, times) -> to.bytes += times * 14 * t.values() * t.size());
    }

    @Override
    double temporary(Trained trained) {
      return trained.bytes();
    }
  },
  /** One kernel over all tensors of a precision, and one that counts steps. */
  ADAMW_TORCH_FUSED("adamw_torch_fused") {
    @Override
    double states(Tensor t) {
      return 2 * t.as(t.size()) + Buffer.blocks(4);
    }

    @Override
    void work(Trained trained, Work to) {
      lists(trained, 2, to);
      trained.each((t, times) -> to.bytes += times * (4 * t.values() * t.size() + 8));
    }
  },
  /** Blocks of 256 values in 8 bits; tensors of fewer than 4,096 values stay in 32 bits. */
  ADAMW_8BIT("adamw_8bit") {
    @Override
    double states(Tensor t) {
      return narrow(t) ? 2 * (t.as(1) + t.as(4.0 / BLOCK)) : 2 * t.as(4);
    }

    @Override
    void work(Trained trained, Work to) {
      trained.each((t, times) -> {
        double states = narrow(t) ? 2 + 8.0 / BLOCK : 8;
        double books = narrow(t) ? 2 * 256 * 4 : 0;
        to.operators += times;
        to.bytes += times * (t.values() * (2 * t.size() + states) + books);
      });
    }
  },
  /** Transformers' Adafactor: tensor by tensor, in 32 bits, rows and columns kept. */
  ADAFACTOR("adafactor") {
    @Override
    double states(Tensor t) {
      double squares =
          t.flat()
              ? t.as(4)
              : Buffer.blocks(4 * t.values() / t.width())
                  + Buffer.blocks(4 * t.values() / t.heights());
      return squares + Buffer.blocks(4);
    }

    @Override
    void work(Trained trained, Work to) {
      trained.each((t, times) -> {
        boolean cast = t.size() < 4;
        double n = t.values();
        double rows = n / t.width();
        double columns = n / t.heights();
        double squares = t.flat() ? 100 * n : 84 * n + 48 * rows + 32 * columns;
        double moved = squares + (cast ? 20 * n : 0) + 56;
        to.operators += times * ((t.flat() ? 16 : 24) + (cast ? 3 : 0));
        to.bytes += times * moved;
      });
    }

    /**
     * Casts, square and shifted square of one tensor, while names still hold the one before: its
     * casts until the new ones are made, its update until this one's is.
     */
    @Override
    double temporary(Trained trained) {
      double most = 0;
      Tensor before = Tensor.vector(0, 4);
      for (Trained.Run run : trained.runs()) {
        List<Tensor> tensors = run.tensors();
        for (int i = 0; i < tensors.size(); i++) {
          Tensor t = tensors.get(i);
          most = Math.max(most, held(before, t));
          before = t;
        }
        if (run.count() > 1 && !tensors.isEmpty()) {
          most = Math.max(most, held(tensors.getLast(), tensors.getFirst()));
        }
      }
      return most;
    }

    private double held(Tensor before, Tensor t) {
      double old = before.size() < 4 ? before.as(4) : 0;
      double cast = t.size() < 4 ? t.as(4) : 0;
      double casting = 2 * old + before.as(4) + cast;
      double squaring = before.as(4) + 2 * cast + 2 * t.as(4);
      return Math.max(casting, squaring);
    }
  },
  SGD("sgd") {
    @Override
    double states(Tensor t) {
      return 0;
    }

    @Override
    void work(Trained trained, Work to) {
      lists(trained, 1, to);
      trained.each((t, times) -> to.bytes += times * 2 * t.values() * t.size());
    }
  },
  /** bitsandbytes' Lion32bit: one state in 32 bits, a kernel a tensor. */
  LION("lion") {
    @Override
    double states(Tensor t) {
      return t.as(4);
    }

    @Override
    void work(Trained trained, Work to) {
      trained.each((t, times) -> {
        to.operators += times;
        to.bytes += times * t.values() * (2 * t.size() + 4);
      });
    }
  },
  /** bitsandbytes' Lion8bit, which no traced step uses: as 8-bit AdamW, with one state. */
  LION_8BIT("lion_8bit") {
    @Override
    double states(Tensor t) {
      return ADAMW_8BIT.states(t) / 2;
    }

    @Override
    void work(Trained trained, Work to) {
      trained.each((t, times) -> {
        double states = narrow(t) ? 1 + 4.0 / BLOCK : 4;
        double book = narrow(t) ? 256 * 4 : 0;
        to.operators += times;
        to.bytes += times * (t.values() * (2 * t.size() + states) + book);
      });
    }
  };

  private static final double BLOCK = 256;

  private final String key;

  StepOptimizer(String key) {
    this.key = key;
  }

  /** The name that trainers use. */
  String key() {
    return key;
  }

  static StepOptimizer named(String key) {
    return Arrays.stream(values()).filter(o -> o.key.equals(key)).findFirst().orElseThrow();
  }

  /** Whether bitsandbytes keeps a tensor's states in 8 bits. */
  private static boolean narrow(Tensor t) {
    return t.values() >= 4096;
  }

  /** Bytes of a tensor's states. */
  abstract double states(Tensor t);

  /** Counts what a step starts and moves. */
  abstract void work(Trained trained, Work to);

  /** Bytes of temporaries that live at once in the step. */
  double temporary(Trained trained) {
    return 0;
  }

  /** Bytes of all states. */
  final double states(Trained trained) {
    double sum = 0;
    for (Trained.Run run : trained.runs()) {
      for (Tensor t : run.tensors()) {
        sum += run.count() * states(t);
      }
    }
    return sum;
  }

  /** Kernels over lists of tensors, one list for each precision. */
  private static void lists(Trained trained, int kernels, Work to) {
    for (int size : new int[] {2, 4}) {
      to.operators += trained.tensors(size) > 0 ? kernels : 0;
    }
  }
}
