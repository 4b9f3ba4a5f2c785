package dev.tuneplan.cli;

import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import java.util.List;
import java.util.Map;

/** How many sequences an epoch has, from a run spec's values before they are read. */
final class Sequences {
  /** As in plan.Workload: what packing fills of a sequence. */
  private static final double FILLED = 0.97;

  private Sequences() {}

  /** Sequences of an epoch; 0 where the size of the data is not said. */
  static double inEpoch(Leaves l) {
    double length = number(l, "training.sequenceLength", 2048);
    boolean packed =
        !(l.values().get("training.packing") instanceof Node n)
            || !String.valueOf(Leaves.plain(n)).equals("false");
    double tokens = number(l, "data.tokens", 0);
    double examples = number(l, "data.examples", 0);
    if (tokens > 0) {
      return tokens / length / (packed ? FILLED : 1);
    }
    if (l.values().get("data.histogram") instanceof Node bins
        && Leaves.plain(bins) instanceof List<?> all) {
      double count = 0;
      double sum = 0;
      for (Object bin : all) {
        if (bin instanceof Map<?, ?> m
            && m.get("examples") instanceof Number n
            && m.get("tokens") instanceof Number t) {
          count += n.doubleValue();
          sum += n.doubleValue() * Math.min(length, t.doubleValue());
        }
      }
      return packed ? sum / length / FILLED : count;
    }
    double each = Math.min(length, number(l, "data.tokensPerExample", 0));
    return packed ? examples * each / length / FILLED : examples;
  }

  private static double number(Leaves l, String key, double fallback) {
    Node node = l.values().get(key);
    return node != null && Leaves.plain(node) instanceof Number n ? n.doubleValue() : fallback;
  }
}
