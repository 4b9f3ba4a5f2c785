package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.doctor.Machine.Disk;
import dev.tuneplan.kube.doctor.Machine.NvidiaSmi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What this machine has; for {@code --target local} alone it must have more than Java. */
public final class MachineChecks {
  private static final double GIB = 1L << 30;

  /** Checkpoints of an adapter with its optimizer's state, a few times. */
  public static final double LEAST_GIB = 10;

  private final List<KnownGpu> profiles;

  /** Judges against these GPU profiles. */
  public MachineChecks(List<KnownGpu> profiles) {
    this.profiles = List.copyOf(profiles);
  }

  /** The section. */
  public Section of(Machine machine) {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.ok("Java", machine.java()));
    machine.disks().forEach(d -> checks.add(disk(d)));
    gpus(machine.gpus(), checks);
    checks.add(trainers(machine));
    return new Section("machine", "This machine", checks);
  }

  private static Check disk(Disk disk) {
    String subject = "disk for " + disk.what();
    if (disk.free().isEmpty()) {
      return Check.unknown(
          subject,
          "how much is free in " + disk.folder() + " cannot be told",
          "look with: df -h " + disk.folder());
    }
    double gib = disk.free().getAsLong() / GIB;
    String found = String.format(Locale.ROOT, "%.1f GiB free in %s", gib, disk.folder());
    return gib >= LEAST_GIB
        ? Check.ok(subject, found)
        : Check.warning(
            subject,
            found,
            "make room, or set "
                + (disk.what().equals("caches") ? "XDG_CACHE_HOME" : "XDG_DATA_HOME")
                + " to a folder with more");
  }

  private void gpus(NvidiaSmi said, List<Check> checks) {
    switch (said) {
      case NvidiaSmi.Absent a ->
          checks.add(
              Check.warning(
                  "GPUs",
                  "none: there is no nvidia-smi on PATH",
                  "only --target local needs one: install NVIDIA's driver if this machine has"
                      + " GPUs"));
      case NvidiaSmi.Failing f ->
          checks.add(
              Check.warning(
                  "GPUs",
                  "nvidia-smi is there and does not answer well",
                  "run nvidia-smi: a driver and a kernel module of different versions need a"
                      + " restart of the machine"));
      case NvidiaSmi.Lists l when l.names().isEmpty() ->
          checks.add(
              Check.warning(
                  "GPUs",
                  "none: nvidia-smi lists no GPU",
                  "only --target local needs one; in a container, give it the GPUs"));
      case NvidiaSmi.Lists l -> {
        Map<String, Integer> counts = new LinkedHashMap<>();
        l.names().forEach(n -> counts.merge(n, 1, Integer::sum));
        counts.forEach((name, n) -> checks.add(gpu(name, n)));
      }
    }
  }

  /** GPU feature discovery makes its label of the same name, with - for blanks. */
  private Check gpu(String name, int count) {
    String label = name.replace(' ', '-');
    return profiles.stream()
        .filter(p -> p.labels().contains(label))
        .findFirst()
        .map(p -> Check.ok("GPU " + name, count + ", profile " + p.id()))
        .orElseGet(() ->
            Check.warning(
                "GPU " + name,
                count + ", and no GPU profile is for it",
                "plan for a like one of 'tuneplan gpus', or describe it in"
                    + " ~/.config/tuneplan/gpu-profiles"));
  }

  private static Check trainers(Machine machine) {
    String subject = "trainers";
    if (machine.python().isEmpty()) {
      return Check.warning(
          subject,
          "there is no program 'python' on PATH",
          "only --target local needs one: activate the environment that the trainer is in");
    }
    if (machine.trainers().isEmpty()) {
      return Check.warning(
          subject,
          machine.python().get() + " has none of axolotl, llamafactory, torchtune, trl",
          "only --target local needs one: activate the environment that the trainer is in, or"
              + " install one");
    }
    return Check.ok(
        subject,
        machine.trainers().entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "))
            + " of "
            + machine.python().get());
  }
}
