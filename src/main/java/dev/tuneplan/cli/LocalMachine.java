package dev.tuneplan.cli;

import dev.tuneplan.agent.process.Programs;
import dev.tuneplan.kube.doctor.Machine;
import dev.tuneplan.kube.doctor.Machine.Disk;
import dev.tuneplan.kube.doctor.Machine.NvidiaSmi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Asks this machine what it has. */
final class LocalMachine {
  private static final long PATIENCE_SECONDS = 60;
  private static final int LARGEST_ANSWER = 1 << 16;

  /** Prints name and version of each trainer that this Python has. */
  private static final String TRAINERS =
      """
      import importlib.metadata as m
      for p in ("axolotl", "llamafactory", "torchtune", "trl"):
          try:
              print(p, m.version(p))
          except m.PackageNotFoundError:
              pass
      """;

  private LocalMachine() {}

  /** Everything. */
  static Machine facts() {
    Optional<Path> python = Programs.find("python", System.getenv());
    return new Machine(
        Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
        List.of(disk("runs", Home.data()), disk("caches", Home.cache())),
        gpus(),
        python.map(Path::toString),
        python.map(LocalMachine::trainers).orElse(Map.of()));
  }

  private static Disk disk(String what, Path folder) {
    return new Disk(what, folder.toString(), free(folder));
  }

  private static Map<String, String> trainers(Path python) {
    Map<String, String> found = new TreeMap<>();
    answer(List.of(python.toString(), "-c", TRAINERS))
        .ifPresent(text ->
            text.lines()
                .map(l -> l.split(" "))
                .filter(w -> w.length == 2)
                .forEach(w -> found.put(w[0], w[1])));
    return found;
  }

  /** GPUs as the driver names them. */
  static NvidiaSmi gpus() {
    Optional<Path> program = Programs.find("nvidia-smi", System.getenv());
    if (program.isEmpty()) {
      return new NvidiaSmi.Absent();
    }
    List<String> command =
        List.of(program.get().toString(), "--query-gpu=name", "--format=csv,noheader");
    return answer(command)
        .<NvidiaSmi>map(text ->
            new NvidiaSmi.Lists(text.lines().map(String::strip).filter(n -> !n.isBlank()).toList()))
        .orElseGet(NvidiaSmi.Failing::new);
  }

  /** Bytes that are free where a folder is, or would be made; empty when that cannot be told. */
  static OptionalLong free(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return OptionalLong.of(Files.getFileStore(there).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** What a program prints, when it ends well. */
  static Optional<String> answer(List<String> command) {
    try {
      Process p =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      if (!p.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        // nvidia-smi hangs when a driver does
        p.destroyForcibly();
        return Optional.empty();
      }
      String text =
          new String(p.getInputStream().readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8);
      return p.exitValue() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
