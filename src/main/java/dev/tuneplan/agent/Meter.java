package dev.tuneplan.agent;

import dev.tuneplan.agent.record.Moment;
import java.util.Map;

/**
 * What measures an attempt. The wrapper tells it of every phase, asks it for a sample about once a
 * second, and writes its totals where everything is written: into the event of the end and into the
 * termination message. Called from one thread; what takes long belongs into another.
 */
public interface Meter {
  /** Measures nothing, and says nothing. */
  Meter NONE =
      new Meter() {
        @Override
        public void phase(Phase phase, Moment at) {}

        @Override
        public void sample(Moment at) {}

        @Override
        public Sight sight() {
          return Sight.NONE;
        }

        @Override
        public Map<String, Object> glance() {
          return Map.of();
        }

        @Override
        public Map<String, Object> totals() {
          return Map.of();
        }
      };

  /** A phase begins; the one before ends. */
  void phase(Phase phase, Moment at);

  /** Time for a sample of the present phase. */
  void sample(Moment at);

  /** What the GPUs were like lately, by the newest sample. */
  Sight sight();

  /** What each GPU was like lately, for people who watch; empty: nothing is known. */
  Map<String, Object> glance();

  /** What was measured, by phase, in few words: all of a termination message has 4096 bytes. */
  Map<String, Object> totals();
}
