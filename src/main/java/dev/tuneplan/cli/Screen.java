package dev.tuneplan.cli;

import java.util.Map;

/**
 * What is drawn on.
 *
 * @param columns its width in characters
 * @param bars whether GPUs have bars, as on a terminal
 * @param coloured whether these have colours
 */
record Screen(int columns, boolean bars, boolean coloured) {
  /** A file, or a pipe. */
  static final Screen NONE = new Screen(80, false, false);

  private static final String RESET = "\u001b[0m";

  /** By ECMA-48, which every terminal knows. */
  enum Colour {
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }

  /**
   * A terminal; without colours where NO_COLOR (no-color.org, read 2026-11-25) says so.
   *
   * @param columns 0: not known
   */
  static Screen terminal(int columns, Map<String, String> env) {
    boolean plain =
        !env.getOrDefault("NO_COLOR", "").isEmpty() || env.getOrDefault("TERM", "").equals("dumb");
    return new Screen(columns > 0 ? columns : said(env), true, !plain);
  }

  private static int said(Map<String, String> env) {
    String columns = env.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : NONE.columns;
  }

  String paint(Colour colour, String text) {
    return coloured ? "\u001b[" + colour.code + "m" + text + RESET : text;
  }
}
