package dev.tuneplan.agent.ship;

/** Where lines are shipped to. */
public interface Channel {
  /** What became of a batch. */
  sealed interface Answer {}

  /** It has all of them for good. */
  record Taken() implements Answer {}

  /**
   * It has taken nothing, since it lacks lines before these.
   *
   * @param last the number of the last line that it has
   */
  record Behind(long last) implements Answer {}

  /** It is away or refuses; the same must be sent again later. */
  record Later(String why) implements Answer {}

  /** As people know it. */
  String name();

  /** Sends a batch, and waits for the answer, seconds at most. */
  Answer send(Batch batch);
}
