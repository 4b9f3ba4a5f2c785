package dev.tuneplan.cli;

import dev.tuneplan.budget.Alert;
import dev.tuneplan.ledger.AlertBook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What this process told, where there is no ledger to keep it. For one thread. */
final class ToldHere implements AlertBook {
  private final Map<Alert.Key, Instant> until = new HashMap<>();

  @Override
  public boolean claim(Alert alert, Instant now, Duration lease) {
    if (until.getOrDefault(alert.key(), Instant.MIN).isAfter(now)) {
      return false;
    }
    until.put(alert.key(), now.plus(lease));
    return true;
  }

  @Override
  public void delivered(Alert.Key key, Instant now) {
    until.put(key, Instant.MAX);
  }

  @Override
  public void settle(Alert.Key key, Instant now) {
    delivered(key, now);
  }
}
