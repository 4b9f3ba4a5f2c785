package dev.tuneplan.agent.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds programs as execvp(3) does. */
public final class Programs {
  private Programs() {}

  /** A program by its name or path; empty when there is none that may be executed. */
  public static Optional<Path> find(String name, Map<String, String> env) {
    Stream<Path> places =
        name.contains("/")
            ? Stream.of(Path.of(name))
            : Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(env.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"))
                .map(folder -> Path.of(folder, name));
    return places.filter(p -> Files.isRegularFile(p) && Files.isExecutable(p)).findFirst();
  }
}
