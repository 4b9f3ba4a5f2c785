package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares what a command prints with a committed file; {@code -Dgolden.update=true} rewrites it.
 */
final class Golden {
  private Golden() {}

  static void verify(String name, String... named) throws IOException {
    String fixtures = System.getProperty("tuneplan.fixtures", ".fixtures");
    String[] args = named.clone();
    for (int i = 0; i < args.length; i++) {
      args[i] = args[i].replace("FIXTURES", fixtures);
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    String actual =
        ("$ tuneplan " + String.join(" ", args) + "\n" + out + err + "exit " + code + "\n")
            .replace(fixtures, "FIXTURES")
            .replace(Path.of("").toAbsolutePath().toString(), "PROJECT");
    same(name, actual);
  }

  /** Compares a text. */
  static void same(String name, String actual) throws IOException {
    Path file = Path.of("src/test/resources/golden", name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
