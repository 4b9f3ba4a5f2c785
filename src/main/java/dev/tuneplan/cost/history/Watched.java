package dev.tuneplan.cost.history;

import dev.tuneplan.objects.KubeObject;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a watch.
 *
 * @param gone whether the object was deleted
 * @param at when it was received; empty where whoever recorded it did not say
 */
record Watched(boolean gone, Optional<Instant> at, KubeObject object) {
  String kind() {
    return object.text("kind").orElse("");
  }
}
