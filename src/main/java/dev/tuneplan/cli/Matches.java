package dev.tuneplan.cli;

import dev.tuneplan.base.Suggestion;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Finds catalogue entries by a part of a text, in any case. */
final class Matches {
  private Matches() {}

  static boolean in(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  /** Says that nothing was found, and what comes near. An empty answer is no fault: exit 0. */
  static void none(
      @Nullable CommandSpec command, String what, String text, Collection<String> ids) {
    Main.note(command, "no " + what + " matches '" + text + "'" + Suggestion.clause(text, ids));
  }
}
