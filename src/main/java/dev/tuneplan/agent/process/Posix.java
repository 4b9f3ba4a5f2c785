package dev.tuneplan.agent.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Sends signals to processes and to whole groups of them, which Java's own API cannot. */
final class Posix {
  private static final MethodHandle KILL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Posix() {}

  /**
   * kill(2).
   *
   * @param pid below zero: the process group of its opposite
   * @return whether there was somebody to receive it
   */
  static boolean kill(long pid, UnixSignal signal) {
    try {
      return (int) KILL.invokeExact(Math.toIntExact(pid), signal.number()) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }
}
