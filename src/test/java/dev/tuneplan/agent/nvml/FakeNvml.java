package dev.tuneplan.agent.nvml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A library of its own that plays GPUs after a script (src/test/c/nvml/stub.c, which says what a
 * script may hold). Every one is loaded anew, so that tests do not disturb each other.
 */
public final class FakeNvml {
  private static final Path SOURCE = Path.of("src/test/c/nvml/stub.c");

  private final Path folder;

  /** In a folder of its own. */
  public FakeNvml(Path folder) {
    this.folder = folder;
    try {
      Files.copy(built(), library(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the library, for LD_LIBRARY_PATH. */
  public Path folder() {
    return folder;
  }

  public Path library() {
    return folder.resolve("libnvidia-ml.so.1");
  }

  public NvmlSource source() {
    return new NvmlSource(List.of(library().toString()));
  }

  /** What it plays from now on. */
  public FakeNvml plays(String... lines) {
    try {
      Path next = Files.writeString(folder.resolve("next"), String.join("\n", lines) + "\n");
      Files.move(next, folder.resolve("gpus"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static synchronized Path built() throws IOException {
    Path built = Path.of("target/nvml-stub/libnvidia-ml.so.1").toAbsolutePath();
    if (Files.exists(built)
        && Files.getLastModifiedTime(built).compareTo(Files.getLastModifiedTime(SOURCE)) > 0) {
      return built;
    }
    Files.createDirectories(built.getParent());
    Path fresh = Files.createTempFile(built.getParent(), "stub", ".so");
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-O1",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-fPIC",
                "-shared",
                "-o",
                fresh.toString(),
                SOURCE.toString(),
                "-lm")
            .redirectErrorStream(true)
            .start();
    String said = new String(gcc.getInputStream().readAllBytes());
    try {
      if (gcc.waitFor() != 0) {
        throw new AssertionError("gcc, which the tests need, said: " + said);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Files.move(fresh, built, StandardCopyOption.REPLACE_EXISTING);
  }
}
