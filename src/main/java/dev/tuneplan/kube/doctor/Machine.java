package dev.tuneplan.kube.doctor;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * This machine.
 *
 * @param java version of the one that runs
 * @param disks folders that are written to
 * @param gpus names as nvidia-smi tells them
 * @param python the program that trainers are started with; empty when PATH has none
 * @param trainers versions by the names of packages that this Python has
 */
public record Machine(
    String java,
    List<Disk> disks,
    NvidiaSmi gpus,
    Optional<String> python,
    Map<String, String> trainers) {
  public Machine {
    disks = List.copyOf(disks);
    trainers = Collections.unmodifiableMap(new TreeMap<>(trainers));
  }

  /**
   * Where something is written.
   *
   * @param what goes there
   * @param free bytes; empty when that cannot be told
   */
  public record Disk(String what, String folder, OptionalLong free) {}

  /** What nvidia-smi says. */
  public sealed interface NvidiaSmi {
    /** It is not on PATH. */
    record Absent() implements NvidiaSmi {}

    /** It is there and does not answer. */
    record Failing() implements NvidiaSmi {}

    /** One name for each GPU. */
    record Lists(List<String> names) implements NvidiaSmi {
      public Lists {
        names = List.copyOf(names);
      }
    }
  }
}
