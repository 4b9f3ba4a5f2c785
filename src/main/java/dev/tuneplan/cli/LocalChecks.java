package dev.tuneplan.cli;

import dev.tuneplan.agent.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether this machine has what a run needs. */
final class LocalChecks {
  private static final double LEAST_GIB = 10;
  private static final long PATIENCE_SECONDS = 60;
  private static final int LARGEST_ANSWER = 1 << 16;

  /**
   * What was found.
   *
   * @param fault whether the run cannot begin; otherwise it is a warning
   */
  record Finding(boolean fault, String text) {}

  private LocalChecks() {}

  static List<Finding> of(LocalRun run, Path folder) {
    List<Finding> found = new ArrayList<>();
    program(run.trainer().command(), found);
    gpus(run, found);
    disk(folder, found);
    return found;
  }

  private static void program(List<String> command, List<Finding> found) {
    String name = command.getFirst();
    Optional<Path> program = Programs.find(name, System.getenv());
    if (program.isEmpty()) {
      found.add(
          new Finding(
              true,
              "there is no program '"
                  + name
                  + "' on PATH: activate the environment that the trainer is in, or install it"));
    } else if (command.size() > 2 && command.get(1).equals("-m")) {
      String module = command.get(2).split("\\.")[0];
      String find =
          "import importlib.util, sys; sys.exit(importlib.util.find_spec('"
              + module
              + "') is None)";
      if (answer(List.of(name, "-c", find)).isEmpty()) {
        found.add(
            new Finding(
                true,
                program.get()
                    + " has no module "
                    + module
                    + ": activate the environment that the trainer is in, or install it"));
      }
    }
  }

  private static void gpus(LocalRun run, List<Finding> found) {
    int needed = run.plan().chosen().gpus();
    Optional<String> list =
        Programs.find("nvidia-smi", System.getenv())
            .flatMap(
                p -> answer(List.of(p.toString(), "--query-gpu=name", "--format=csv,noheader")));
    long here = list.map(l -> l.lines().filter(n -> !n.isBlank()).count()).orElse(0L);
    String planned = run.plan().chosen().gpus() + " x " + run.plan().chosen().gpu();
    if (here == 0) {
      found.add(
          new Finding(
              false,
              "no NVIDIA GPU is seen on this machine; the plan is for "
                  + planned
                  + ", and its times do not hold here"));
    } else if (here < needed) {
      found.add(
          new Finding(true, "this machine has " + here + " GPUs, and the plan is for " + planned));
    }
  }

  private static void disk(Path folder, List<Finding> found) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      double free = Files.getFileStore(there).getUsableSpace() / Text.GIB;
      if (free < LEAST_GIB) {
        found.add(
            new Finding(
                false,
                Text.of("only %.1f GiB are free in %s, where checkpoints go", free, folder)));
      }
    } catch (IOException e) {
      found.add(new Finding(false, "how much is free in " + folder + " cannot be told"));
    }
  }

  /** What a program prints, when it ends well. */
  private static Optional<String> answer(List<String> command) {
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
