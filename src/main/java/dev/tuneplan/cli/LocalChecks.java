package dev.tuneplan.cli;

import dev.tuneplan.agent.process.Programs;
import dev.tuneplan.kube.doctor.Machine.NvidiaSmi;
import dev.tuneplan.kube.doctor.MachineChecks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether this machine has what a run needs. */
final class LocalChecks {
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
      if (LocalMachine.answer(List.of(name, "-c", find)).isEmpty()) {
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
    int here =
        switch (LocalMachine.gpus()) {
          case NvidiaSmi.Lists l -> l.names().size();
          case NvidiaSmi.Absent a -> 0;
          case NvidiaSmi.Failing f -> 0;
        };
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
    OptionalLong free = LocalMachine.free(folder);
    if (free.isEmpty()) {
      found.add(new Finding(false, "how much is free in " + folder + " cannot be told"));
    } else if (free.getAsLong() / Text.GIB < MachineChecks.LEAST_GIB) {
      found.add(
          new Finding(
              false,
              Text.of(
                  "only %.1f GiB are free in %s, where checkpoints go",
                  free.getAsLong() / Text.GIB, folder)));
    }
  }
}
