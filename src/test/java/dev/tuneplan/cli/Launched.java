package dev.tuneplan.cli;

import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.FileRuns;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Local launches of a plan whose command is a small Python program, with data of their own. */
final class Launched {
  private static final String DATA = "tuneplan.data";
  private static final Path SCRIPT =
      Path.of("src/test/resources/agent/trainer.py").toAbsolutePath();

  final Path plan;
  final Path go;
  private final Path data;

  Launched(Path folder, String... trainer) throws IOException {
    go = folder.resolve("go");
    data = folder.resolve("data");
    plan = folder.resolve("plan.yaml");
    System.setProperty(DATA, data.toString());
    List<String> words = new ArrayList<>(List.of("python3", SCRIPT.toString()));
    words.addAll(List.of("--callback", "--log", "--go", go.toString()));
    words.addAll(List.of(trainer));
    Path spec = folder.resolve("run.yaml");
    Files.writeString(
        spec,
        """
        apiVersion: tuneplan/v1
        kind: FineTune
        metadata: {name: demo}
        model: meta-llama/Llama-3.1-8B
        method: {type: qlora, rank: 16}
        data: {examples: 640, tokensPerExample: 200}
        training: {epochs: 1, sequenceLength: 512, globalBatch: 8}
        hardware: {gpus: [l40s], maxGpus: 1}
        command: [%s]
        """
            .formatted(String.join(", ", words.stream().map(w -> "\"" + w + "\"").toList())));
    Said said = run("plan", spec.toString(), "--save", plan.toString());
    if (said.code != 0) {
      throw new IllegalStateException(said.text);
    }
  }

  /**
   * What a command said.
   *
   * @param text output and errors
   */
  record Said(int code, String text) {}

  static Said run(String... args) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    return new Said(Main.run(writer, writer, args), out.toString());
  }

  Said launch(String... more) {
    List<String> args = new ArrayList<>(List.of("launch", plan.toString(), "--target", "local"));
    args.add("--yes");
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  /** The same in a process of its own. */
  Process process(String main, String... args) throws IOException {
    return start(words(main, args));
  }

  /**
   * With SIGINT ignored, as a shell without job control starts what is to run in the background.
   */
  Process background(String main, String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    words.addAll(words(main, args));
    return start(words);
  }

  private List<String> words(String main, String... args) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
    words.add("-Dtuneplan.home=" + System.getProperty("tuneplan.home"));
    words.add("-Dtuneplan.config=" + System.getProperty("tuneplan.config"));
    words.add("-D" + DATA + "=" + data);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    words.addAll(List.of(args));
    return words;
  }

  private static Process start(List<String> words) throws IOException {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  Runs runs() {
    return new FileRuns(data.resolve("runs"));
  }

  Path data() {
    return data;
  }

  String id() throws IOException {
    return runs().all().getFirst().id();
  }

  List<Attempt> attempts() {
    try {
      return runs().all().isEmpty() ? List.of() : runs().attempts(id());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean saved(int step) {
    try {
      return !runs().all().isEmpty()
          && Files.exists(
              runs().folder(id()).resolve("output/checkpoint-" + step + "/trainer_state.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited two minutes for something that did not come");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
