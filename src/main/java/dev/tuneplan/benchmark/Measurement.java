package dev.tuneplan.benchmark;

import dev.tuneplan.base.Place;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A measured run.
 *
 * @param id the same whenever the same run is read
 * @param columns those of accuracy/measurements.csv; what is not there is not known
 * @param made when it was measured; empty: the file does not say it
 */
public record Measurement(
    Place place, String id, Map<String, String> columns, Optional<Instant> made) {
  public Measurement {
    columns = Map.copyOf(columns);
  }

  /** A column's text, empty where there is none. */
  public String field(String column) {
    return columns.getOrDefault(column, "");
  }
}
