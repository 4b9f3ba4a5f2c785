package dev.tuneplan.template;

import java.util.Iterator;
import java.util.stream.LongStream;

/**
 * Python's {@code range}; Jinja's sandbox allows 100,000 numbers (jinja2.sandbox.MAX_RANGE, 3.1.6).
 *
 * @param start the first number
 * @param stop where it ends, itself left out
 * @param step not 0
 */
record IntRange(long start, long stop, long step) {
  private static final int MAX_RANGE = 100_000;

  IntRange {
    if (step == 0) {
      throw Fault.raised("ValueError", "range() arg 3 must not be zero");
    }
    if (Math.abs(start) > 1L << 60 || Math.abs(stop) > 1L << 60 || Math.abs(step) > 1L << 60) {
      throw Fault.raised("OverflowError", "range is too big");
    }
    if (length(start, stop, step) > MAX_RANGE) {
      throw Fault.raised(
          "OverflowError",
          "Range too big. The sandbox blocks ranges larger than MAX_RANGE (" + MAX_RANGE + ").");
    }
  }

  private static long length(long start, long stop, long step) {
    long span = step > 0 ? stop - start : start - stop;
    long stride = Math.abs(step);
    return span <= 0 ? 0 : (span + stride - 1) / stride;
  }

  int length() {
    return (int) length(start, stop, step);
  }

  long at(int index) {
    return start + index * step;
  }

  Iterator<Object> iterator() {
    return LongStream.range(0, length()).<Object>mapToObj(i -> at((int) i)).iterator();
  }
}
