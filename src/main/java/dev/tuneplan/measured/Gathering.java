package dev.tuneplan.measured;

import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.agent.sample.Totals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packs an attempt's rows and adds them up, as they come. Used by one thread. */
final class Gathering {
  private final Totals totals = new Totals();
  private final Map<String, RowPacker> packers = new LinkedHashMap<>();

  void add(Row row) {
    totals.add(row);
    packers.computeIfAbsent(row.device(), d -> new RowPacker()).add(row);
  }

  /** Ends it. */
  AttemptUse use(String attempt, String channel, Optional<String> lacks) {
    List<RowBlock> blocks =
        packers.entrySet().stream().map(e -> e.getValue().block(e.getKey())).toList();
    return new AttemptUse(
        attempt, channel, lacks, UseTotals.of(totals), UseTotals.peak(totals), blocks);
  }
}
