package dev.tuneplan.trainer;

import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;

/** On how many GPUs a file says that it is run. */
final class Launch {
  static final String LEAST = "hardware.minGpus";
  static final String MOST = "hardware.maxGpus";

  private Launch() {}

  /** Notes a number of GPUs; two that differ are a fault with both places. */
  static void gpus(Reading f, String key, long gpus) {
    Node before = f.out().settings().values().get(MOST);
    if (before != null && !String.valueOf(Leaves.plain(before)).equals(Long.toString(gpus))) {
      f.fault(
          key,
          "means "
              + gpus
              + " GPUs, while "
              + before.place()
              + " says "
              + Leaves.plain(before)
              + "; make them the same");
      return;
    }
    f.out().set(LEAST, f.place(key), Long.toString(gpus));
    f.out().set(MOST, f.place(key), Long.toString(gpus));
    f.note(key, LEAST + " = " + MOST + " = " + gpus);
  }
}
