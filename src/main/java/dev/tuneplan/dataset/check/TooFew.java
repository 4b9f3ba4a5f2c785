package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Row;
import java.util.List;

/**
 * Fewer examples than help. The limits are rules of thumb: under 100 rarely helps; 200 to 500 are
 * the least for classification, 500 to 1,000 for generation.
 */
public final class TooFew implements Check {
  private static final long HARDLY = 100;
  private static final long CLASSES = 200;
  private static final long GENERATION = 500;
  private long rows;

  @Override
  public void see(Row.Good row) {
    rows++;
  }

  @Override
  public List<Finding> findings() {
    if (rows >= GENERATION) {
      return List.of();
    }
    String words =
        rows < HARDLY
            ? "are too few: under 100 rarely help; try examples in the prompt first"
            : rows < CLASSES
                ? "are few: classification needs 200 to 500 at least, generation 500 to 1,000"
                : "are enough for classification; generation needs 500 to 1,000 at least";
    return List.of(new Finding("too-few", rows, List.of(), words));
  }
}
