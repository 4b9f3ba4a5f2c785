package dev.tuneplan.template;

/**
 * What a template may use up: templates come with models and are not trusted.
 *
 * @param steps evaluation steps; one is about one operation or eight characters made, ≥ 1
 * @param characters of output, and of any text made on the way, ≥ 1
 * @param depth of calls of macros and of recursive loops, ≥ 1
 */
public record Limits(long steps, int characters, int depth) {
  public Limits {
    if (steps < 1 || characters < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "limits must be >= 1, were " + steps + ", " + characters + ", " + depth);
    }
  }

  /**
   * Far above what a conversation needs: 100 million steps (some seconds), 64 Mi characters; 180
   * calls within each other, near where Python gives up.
   */
  public static Limits usual() {
    return new Limits(100_000_000, 64 << 20, 180);
  }
}
