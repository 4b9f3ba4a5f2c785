package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Asks a person. */
final class Agreement {
  private Agreement() {}

  /** Whether a launch is wanted; without a person to ask, --yes is needed. */
  static boolean asked(@Nullable CommandSpec command) throws IOException {
    if (!Terminal.there()) {
      throw new InvalidInput(Place.of("--yes"), "", "is needed where nobody can be asked");
    }
    Main.note(command, "launch it? [y/N]");
    String answer =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
