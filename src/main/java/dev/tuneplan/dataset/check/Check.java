package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Row;
import java.util.List;

/** Something to look for in the rows of a source, each given once in order. Not thread-safe. */
public interface Check {
  /** Looks at a row. */
  void see(Row.Good row);

  /** What was found so far; empty when nothing. */
  List<Finding> findings();
}
