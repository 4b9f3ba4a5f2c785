package dev.tuneplan.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Environments of this machine's own python3, with as much of the libraries as a test says. */
public final class Pythons {
  private Pythons() {}

  /** An environment without any library. */
  public static PythonEnvironment bare(Path folder) throws IOException, InterruptedException {
    Process made =
        start(List.of("python3", "-m", "venv", "--copies", "--without-pip", folder.toString()));
    assertThat(made.waitFor())
        .as("python3 -m venv ended with; tests need a python3 of 3.10 or newer with venv")
        .isZero();
    return new PythonEnvironment(folder);
  }

  private static Process start(List<String> words) throws IOException {
    try {
      return new ProcessBuilder(words).inheritIO().start();
    } catch (IOException e) {
      throw new IOException("tests need a python3 of 3.10 or newer on the PATH", e);
    }
  }

  /** An environment in which libraries are said to be installed. */
  public static PythonEnvironment with(Path folder, String... libraries)
      throws IOException, InterruptedException {
    PythonEnvironment environment = bare(folder);
    Path site;
    try (Stream<Path> all = Files.walk(folder, 4)) {
      site = all.filter(p -> p.endsWith("site-packages")).findFirst().orElseThrow();
    }
    for (String library : libraries) {
      String[] parts = library.split(" ");
      Path about = site.resolve(parts[0] + "-" + parts[1] + ".dist-info");
      Files.createDirectories(about);
      Files.writeString(
          about.resolve("METADATA"),
          "Metadata-Version: 2.1\nName: " + parts[0] + "\nVersion: " + parts[1] + "\n");
    }
    return environment;
  }

  /** The tracer's sources, with another list of libraries. */
  public static TracerSources needing(String requirements) {
    Map<String, byte[]> files = new LinkedHashMap<>(TracerSources.packed().files());
    files.put(TracerSources.REQUIREMENTS, requirements.getBytes());
    return new TracerSources(files);
  }
}
