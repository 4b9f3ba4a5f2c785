package dev.tuneplan.cost.bill;

import java.util.List;
import java.util.Map;

/**
 * An invoice.
 *
 * @param paid for machines; what was paid for the same time and SKU is one
 * @param left lines that are no use of a machine, by the reason
 */
public record Bill(List<PaidHours> paid, Map<String, Integer> left) {
  public Bill {
    paid = List.copyOf(paid);
    left = Map.copyOf(left);
  }
}
