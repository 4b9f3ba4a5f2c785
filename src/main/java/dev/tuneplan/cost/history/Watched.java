package dev.tuneplan.cost.history;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a watch.
 *
 * @param gone whether the object was deleted
 * @param at when it was received; empty where whoever recorded it did not say
 */
record Watched(boolean gone, Optional<Instant> at, Json object) {
  String kind() {
    return object.text("kind").orElse("");
  }
}
