package dev.tuneplan.usage;

import dev.tuneplan.base.Money;
import java.util.Locale;

/**
 * What a provider says that it charged for one thing on one day.
 *
 * @param item what for, such as {@code gpt-4o-mini-2024-07-18, cached input}, {@code priority |
 *     gpt-4o, output} or {@code web search tool calls}; empty when it is not told
 * @param day as in {@link CallKey}
 * @param amount in the currency of the whole
 */
public record Bill(String item, int day, Money amount) {
  /** The model that the item names; empty for things that are no model's tokens. */
  public String model() {
    String thing = item.substring(item.indexOf('|') + 1).strip();
    int comma = thing.indexOf(", ");
    if (comma < 0) {
      return "";
    }
    String name = thing.substring(0, comma).strip();
    int blank = name.indexOf(' ');
    return blank < 0 ? name : name.substring(0, blank);
  }

  /** Whether it is for a fine-tuned model: line items write {@code ft-gpt-4o-2024-08-06, input}. */
  public boolean fineTuned() {
    String model = model().toLowerCase(Locale.ROOT);
    return model.startsWith("ft-") || model.startsWith("ft:") || model.contains(".ft-");
  }
}
