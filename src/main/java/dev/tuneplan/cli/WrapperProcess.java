package dev.tuneplan.cli;

import dev.tuneplan.agent.process.Session;
import dev.tuneplan.launch.WrapperOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The wrapper of a local run: this program once more, as {@code agent run}, in a session of its own
 * so that a Ctrl-C reaches it only through the launch.
 */
final class WrapperProcess {
  /** The file in an attempt's folder that takes everything that the trainer prints. */
  static final String OUTPUT = "output.log";

  private WrapperProcess() {}

  /**
   * Starts it.
   *
   * @param run the run's folder
   * @param attempt the attempt's number
   */
  static Process start(LocalRun what, Path run, int attempt) throws IOException {
    List<String> words = new ArrayList<>(Session.leader().orElse(List.of()));
    words.addAll(java());
    words.addAll(List.of("agent", "run", "--dir", run.toString(), "--run", what.plan().id().hex()));
    words.addAll(List.of("--attempt", "" + attempt));
    words.addAll(options(what));
    words.add("--");
    words.addAll(what.trainer().command());
    File output = run.resolve("attempts/" + attempt).resolve(OUTPUT).toFile();
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    builder.environment().putAll(what.trainer().env());
    return builder.start();
  }

  /** A small machine: the wrapper takes little beside a training. */
  private static List<String> java() {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Xms8m",
                "-Xmx64m",
                "-Xss512k",
                "--enable-native-access=ALL-UNNAMED"));
    words.add("-Dtuneplan.home=" + System.getProperty("tuneplan.home", "."));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add(Main.class.getName());
    return words;
  }

  private static List<String> options(LocalRun what) {
    List<String> words =
        new ArrayList<>(WrapperOptions.of(what.plan(), what.trainer(), what.folders()));
    words.addAll(List.of("--grace", what.grace().toMillis() / 1e3 + "s"));
    if (what.detached()) {
      words.add("--detached");
    }
    return words;
  }
}
