package dev.tuneplan.cost.facts;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The steps of one attempt.
 *
 * @param resumed the step of the checkpoint that it was handed; empty: none
 * @param total of the whole run, as the trainer says
 * @param marks in order of time, steps never falling
 * @param saved its checkpoints, in order
 */
public record Steps(OptionalLong resumed, OptionalLong total, List<Mark> marks, List<Saved> saved) {
  /** Of a trainer that said nothing. */
  public static final Steps NONE =
      new Steps(OptionalLong.empty(), OptionalLong.empty(), List.of(), List.of());

  public Steps {
    marks = List.copyOf(marks);
    saved = List.copyOf(saved);
    for (int i = 1; i < marks.size(); i++) {
      if (marks.get(i).at().isBefore(marks.get(i - 1).at())
          || marks.get(i).step() < marks.get(i - 1).step()) {
        throw new IllegalArgumentException(
            "marks must ascend, was " + marks.get(i - 1) + ", " + marks.get(i));
      }
    }
  }

  /**
   * The steps that were there when it began. A trainer that was handed a checkpoint and did not
   * take it shows a step below it: it began at nothing.
   */
  public long base() {
    long handed = resumed.orElse(0);
    return !marks.isEmpty() && marks.getFirst().step() < handed ? 0 : handed;
  }

  /** The marks at which it had made a step of its own. */
  public List<Mark> own() {
    long base = base();
    return marks.stream().filter(m -> m.step() > base).toList();
  }

  /** The last step that it made. */
  public Optional<Mark> last() {
    return own().isEmpty() ? Optional.empty() : Optional.of(own().getLast());
  }

  /** The step of its last checkpoint; its base when it saved none. */
  public long usable() {
    return Math.max(base(), saved.isEmpty() ? 0 : saved.getLast().step());
  }
}
