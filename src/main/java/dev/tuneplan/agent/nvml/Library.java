package dev.tuneplan.agent.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The driver's library as loaded, and a piece of memory for what its functions write. Used by one
 * thread.
 *
 * <p>One handle serves every function: on x86-64 and arm64, the machines that have this library,
 * each of a function's first whole numbers and pointers comes in a register of its own, and a
 * function does not look at the registers of arguments that it does not take (System V ABI, AMD64
 * supplement 3.2.3; AAPCS64 6.8.2). A handle for each shape would cost the wrapper, which shares
 * its memory with the trainer, a megabyte.
 */
final class Library {
  /** Where a container's or a driver's set-up may put it, the loader's own search first. */
  static final List<String> PLACES =
      List.of(
          "libnvidia-ml.so.1",
          "/usr/local/nvidia/lib64/libnvidia-ml.so.1",
          "/usr/lib/wsl/lib/libnvidia-ml.so.1",
          "/run/opengl-driver/lib/libnvidia-ml.so.1");

  private static final int MEMORY_BYTES = 4096;

  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

  private final SymbolLookup symbols;
  private final Map<String, Optional<MemorySegment>> functions = new HashMap<>();
  private final MemorySegment memory = Arena.ofAuto().allocate(MEMORY_BYTES, 8);

  private Library(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** The first of the places where there is one. */
  static Optional<Library> open(List<String> places) {
    for (String place : places) {
      try {
        // never unloaded: a function of it may hang for ever
        return Optional.of(new Library(SymbolLookup.libraryLookup(place, Arena.global())));
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  /** Calls a function of at most four arguments. */
  Status call(String function, long... arguments) {
    Optional<MemorySegment> address = functions.computeIfAbsent(function, symbols::find);
    if (address.isEmpty()) {
      return Status.NO_FUNCTION;
    }
    long[] a = java.util.Arrays.copyOf(arguments, 4);
    try {
      return new Status((int) CALL.invokeExact(address.get(), a[0], a[1], a[2], a[3]));
    } catch (Throwable e) {
      throw new IllegalStateException(function + " cannot be called", e);
    }
  }

  /** The address of a place in the memory. */
  long at(long offset) {
    return memory.address() + offset;
  }

  void clear() {
    memory.fill((byte) 0);
  }

  void put(long offset, int value) {
    memory.set(JAVA_INT, offset, value);
  }

  void put(long offset, long value) {
    memory.set(JAVA_LONG, offset, value);
  }

  /** Four bytes as an unsigned number. */
  long word(long offset) {
    return Integer.toUnsignedLong(memory.get(JAVA_INT, offset));
  }

  /** Eight bytes. */
  long wide(long offset) {
    return memory.get(JAVA_LONG, offset);
  }

  double real(long offset) {
    return Double.longBitsToDouble(wide(offset));
  }

  String text() {
    return memory.getString(0, StandardCharsets.UTF_8);
  }
}
