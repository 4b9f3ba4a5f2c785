package dev.tuneplan.agent.reading;

/** A value that goes up and down. */
public enum Gauge {
  /**
   * Percent of the last moments (NVML: 1/6 s to 1 s) in which at least one kernel ran. One thread
   * makes 100, and so does a collective that hangs: a sign of life, not of work.
   */
  BUSY("busy"),
  /** Percent of the last moments in which the GPU's memory was read or written. */
  MEMORY_BUSY("memBusy"),
  /**
   * MiB in use: of a GPU what is allocated on it, without the driver's reserve where that is told
   * apart; of the machine what the cgroup is charged with.
   */
  MEMORY("memMiB"),
  /** MiB of the GPU's memory that the driver keeps for itself. */
  RESERVED("reservedMiB"),
  /** MiB of the cgroup without the pages that the kernel would give up first. */
  WORKING_SET("workingSetMiB"),
  /** The most MiB that the cgroup was ever charged with, by the kernel's own mark. */
  MEMORY_PEAK("memPeakMiB"),
  /** MiB of memory of a tree of processes; what they share counts for each. */
  RESIDENT("rssMiB"),
  /** Processes in the tree. */
  PROCESSES("processes"),
  /** Watts, as the GPU averages them (Ampere and later: over a second). */
  POWER("powerW"),
  /** MHz of the multiprocessors. */
  CLOCK("smMHz"),
  /** Degrees Celsius. */
  TEMPERATURE("tempC"),
  /** Percent of the multiprocessors that had work, over time and over all of them. */
  SM_ACTIVE("smActive"),
  /** Percent of the warps that could be there. */
  OCCUPANCY("occupancy"),
  /** Percent of the time in which tensor cores worked. */
  TENSOR_ACTIVE("tensorActive"),
  /** Percent of the memory's bandwidth. */
  DRAM_ACTIVE("dramActive"),
  /** MiB that are free where the run's files are. */
  DISK_FREE("diskFreeMiB");

  private final String key;

  Gauge(String key) {
    this.key = key;
  }

  /** As rows name it, with its unit. */
  public String key() {
    return key;
  }
}
