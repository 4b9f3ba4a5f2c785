package dev.tuneplan.budget;

import dev.tuneplan.base.Money;
import java.util.Map;

/**
 * What something cost within a period.
 *
 * @param labels by which scopes find it
 * @param spent for sure
 * @param committed what more it will cost, as far as that is known
 * @param currency ISO 4217
 */
public record Spend(Map<String, String> labels, Money spent, Money committed, String currency) {
  public Spend {
    labels = Map.copyOf(labels);
  }
}
