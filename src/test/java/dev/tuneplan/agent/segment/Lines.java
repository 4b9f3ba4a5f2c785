package dev.tuneplan.agent.segment;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Lines for tests of other rooms. */
public final class Lines {
  private Lines() {}

  /** The first line of a segment. */
  public static SealedLine head(String run) {
    return SealedLine.of(0, Map.of(SegmentWriter.SEGMENT, 1L, "run", run));
  }

  /** One that says something. */
  public static SealedLine of(long seq, Map<String, Object> tree) {
    return SealedLine.of(seq, tree);
  }

  /** Any other. */
  public static SealedLine line(long seq) {
    return SealedLine.of(seq, Map.of("value", seq));
  }

  /** 1, 2, ..., n. */
  public static List<Long> upTo(long n) {
    return LongStream.rangeClosed(1, n).boxed().toList();
  }
}
