package dev.tuneplan.agent.reading;

/** A value that only grows, until something sets it back to zero. */
public enum Counter {
  /** Millijoules of a whole GPU since its driver was loaded; written in joules. */
  ENERGY("energyJ", 1000),
  /** Memory errors that were corrected. */
  ECC_CORRECTED("eccCorrected", 1),
  /** Memory errors that were not. */
  ECC_UNCORRECTED("eccUncorrected", 1),
  /** Microseconds of processor time of the cgroup; written in seconds. */
  CPU("cpuS", 1_000_000),
  /** Microseconds in which the cgroup had work and was not let run; written in seconds. */
  THROTTLED("throttledS", 1_000_000),
  /** Microseconds of processor time of the tree of processes; written in seconds. */
  TREE_CPU("treeCpuS", 1_000_000),
  /** Bytes that the cgroup had from disks. */
  READ("readBytes", 1),
  /** Bytes that the cgroup's writing sent to disks. */
  WRITTEN("writtenBytes", 1),
  /** Bytes that the tree of processes had from disks, not from what was in memory already. */
  TREE_READ("treeReadBytes", 1),
  /** Bytes that the tree of processes gave to be written to disks. */
  TREE_WRITTEN("treeWrittenBytes", 1),
  /** Bytes that came over the network, without loopback. */
  RECEIVED("netInBytes", 1),
  /** Bytes that went over the network, without loopback. */
  SENT("netOutBytes", 1),
  /** Microseconds in which something waited for a processor; written in seconds. */
  CPU_PRESSURE("cpuStallS", 1_000_000),
  /** Microseconds in which something waited for memory; written in seconds. */
  MEMORY_PRESSURE("memStallS", 1_000_000),
  /** Microseconds in which something waited for a disk; written in seconds. */
  IO_PRESSURE("ioStallS", 1_000_000),
  /** Processes that the kernel killed for want of memory. */
  OOM_KILLS("oomKills", 1);

  private final String key;
  private final long perUnit;

  Counter(String key, long perUnit) {
    this.key = key;
    this.perUnit = perUnit;
  }

  /** As rows name it, with its unit. */
  public String key() {
    return key;
  }

  /** How many of what is counted make one of what is written. */
  public long perUnit() {
    return perUnit;
  }
}
