package dev.tuneplan.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the nearest known name. */
public final class Suggestion {
  private static final int LONGEST = 200;

  private Suggestion() {}

  /** A clause such as {@code ; did you mean 'rank'?}, or an empty text when nothing is near. */
  public static String clause(String given, Collection<String> known) {
    return nearest(given, known).map(n -> "; did you mean '" + n + "'?").orElse("");
  }

  /** The known name within a third of its length in edits, if there is one. */
  public static Optional<String> nearest(String given, Collection<String> known) {
    if (given.length() > LONGEST) {
      return Optional.empty();
    }
    String low = given.toLowerCase(Locale.ROOT);
    record Scored(String name, int edits) {}
    return known.stream()
        .map(n -> new Scored(n, edits(low, n.toLowerCase(Locale.ROOT))))
        .filter(s -> s.edits <= Math.max(1, Math.max(s.name.length(), low.length()) / 3))
        .min(Comparator.comparingInt(Scored::edits).thenComparing(Scored::name))
        .map(Scored::name);
  }

  /** Levenshtein distance with transposition of neighbours (optimal string alignment). */
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
