package dev.tuneplan.agent.process;

import dev.tuneplan.agent.record.ProcessMark;

/** Sends signals to processes of this machine that were written down. */
public final class Processes {
  private Processes() {}

  /**
   * Sends a signal, never to a later process with the same number.
   *
   * @return whether it was there to receive it
   */
  public static boolean signal(ProcessMark process, UnixSignal signal) {
    return process.here() && process.alive() && Posix.kill(process.pid(), signal);
  }
}
