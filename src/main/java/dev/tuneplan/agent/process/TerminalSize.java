package dev.tuneplan.agent.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** How large the terminal of standard output is, which Java does not tell. */
public final class TerminalSize {
  private static final int STDOUT = 1;

  /** TIOCGWINSZ by asm-generic/ioctls.h of Linux, and by sys/ttycom.h of macOS. */
  private static final long WINDOW_SIZE =
      System.getProperty("os.name").startsWith("Mac") ? 0x40087468L : 0x5413L;

  private static final int BYTES = 8;

  private TerminalSize() {}

  /** Its width in characters; 0 where there is none, or nobody says. */
  public static int columns() {
    Linker linker = Linker.nativeLinker();
    MethodHandle ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (Arena arena = Arena.ofConfined()) {
      // struct winsize: rows, columns, and two that are not used, each of 16 bits
      MemorySegment size = arena.allocate(BYTES);
      int failed = (int) ioctl.invokeExact(STDOUT, WINDOW_SIZE, size);
      return failed == 0 ? Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2)) : 0;
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl(2) cannot be called", e);
    }
  }
}
