package dev.tuneplan.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * How a Python module is started on each node. torchrun reads what is left out from PET_*
 * (torch/distributed/run.py, 2.15.0), which the job sets where there are several nodes.
 */
final class Torchrun {
  private Torchrun() {}

  static List<String> module(LaunchPlan plan, String module, String... arguments) {
    List<String> words = new ArrayList<>();
    if (plan.chosen().gpus() == 1) {
      words.addAll(List.of("python", "-m", module));
    } else {
      words.addAll(
          List.of("torchrun", "--nproc-per-node=" + plan.chosen().gpusPerNode(), "-m", module));
    }
    words.addAll(List.of(arguments));
    return words;
  }
}
