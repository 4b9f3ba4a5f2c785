package dev.tuneplan.accuracy;

import dev.tuneplan.estimate.Setup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A measured row, scored or with the reason why not.
 *
 * @param about what names and groups it
 * @param reason why nothing could be scored; empty when something was
 * @param memory GiB, of the kind that was measured
 * @param speed tokens per second per GPU
 * @param wall hours of training
 * @param oom whether the run ended out of memory, beside its probability
 * @param peers what other tools' formulas say of the same run, by name
 * @param setups what the row was taken to mean for its memory, all equally likely
 */
public record Row(
    About about,
    String reason,
    Optional<Score> memory,
    Optional<Score> speed,
    Optional<Score> wall,
    Optional<Oom> oom,
    Map<Peer, Peer.Answer> peers,
    List<Setup> setups) {
  /** What names and groups a row. */
  public record About(String id, String method, String stack, String gpu, int gpus) {}

  /**
   * An out-of-memory label.
   *
   * @param probability that was estimated, 0..1
   * @param happened whether the run ended so
   */
  public record Oom(double probability, boolean happened) {
    /** Whether more likely than not is what happened. */
    public boolean right() {
      return (probability >= 0.5) == happened;
    }
  }

  public Row {
    peers = Map.copyOf(peers);
    setups = List.copyOf(setups);
  }

  static Row unscored(About about, String reason) {
    return new Row(
        about,
        reason,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of());
  }

  /** Whether anything was compared. */
  public boolean scored() {
    return reason.isEmpty();
  }
}
