package dev.tuneplan.managed;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a provider fine-tunes at all.
 *
 * @param until the day from which nobody can start a job
 * @param steps days on which it changes, in order
 */
public record FineTuning(
    State state,
    Optional<LocalDate> until,
    List<Step> steps,
    Optional<String> notes,
    Grounds grounds) {
  /** As the provider's file says. */
  public enum State {
    OPEN,
    /** Some can still start jobs. */
    CLOSING,
    /** Nobody can. */
    CLOSED,
    /** The provider has no public fine-tuning. */
    NONE,
    UNKNOWN;

    /** The word in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What changes on a day. */
  public record Step(LocalDate date, String what) {}

  public FineTuning {
    steps = List.copyOf(steps);
  }

  /** The state on a day: what is closing is closed when its day has come. */
  public State on(LocalDate day) {
    boolean over = until.filter(u -> !day.isBefore(u)).isPresent();
    return over && (state == State.OPEN || state == State.CLOSING) ? State.CLOSED : state;
  }

  /** Whether a job can be started on a day, by some at least. */
  public boolean possible(LocalDate day) {
    State now = on(day);
    return now != State.CLOSED && now != State.NONE;
  }

  /** What stands in the way on a day, in a sentence; empty: nothing is known to. */
  public Optional<String> warning(LocalDate day) {
    String more = notes.map(n -> ": " + n).orElse("");
    return switch (on(day)) {
      case OPEN -> notes;
      case UNKNOWN -> Optional.of("whether it still fine-tunes is not known" + more);
      case NONE -> Optional.of("has no public fine-tuning" + more);
      case CLOSED ->
          Optional.of("no longer trains" + until.map(u -> " (since " + u + ")").orElse("") + more);
      case CLOSING ->
          Optional.of(
              "fine-tuning is closing: "
                  + String.join(
                      "; ", steps.stream().map(s -> "from " + s.date + " " + s.what).toList())
                  + more);
    };
  }
}
