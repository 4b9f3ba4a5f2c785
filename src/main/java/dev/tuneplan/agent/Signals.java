package dev.tuneplan.agent;

import dev.tuneplan.agent.process.UnixSignal;
import java.util.function.Consumer;

/** Where signals for the wrapper come from. */
public interface Signals {
  /** Hands every signal on from now on, from another thread. */
  void listen(Consumer<UnixSignal> reader);

  /**
   * Those of this process from now on. What comes before somebody listens is handed on then.
   *
   * @param detached whether the end of its terminal is none of its business
   */
  static Signals system(boolean detached) {
    SystemSignals signals = new SystemSignals();
    for (UnixSignal signal : new UnixSignal[] {UnixSignal.TERM, UnixSignal.INT}) {
      sun.misc.Signal.handle(new sun.misc.Signal(signal.name()), s -> signals.accept(signal));
    }
    sun.misc.Signal.handle(
        new sun.misc.Signal(UnixSignal.HUP.name()),
        detached ? sun.misc.SignalHandler.SIG_IGN : s -> signals.accept(UnixSignal.TERM));
    return signals;
  }
}
