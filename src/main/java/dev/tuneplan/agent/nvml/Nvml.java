package dev.tuneplan.agent.nvml;

/**
 * NVML's functions as far as they are used, after nvml.h of API version 13 (NVIDIA/go-nvml
 * gen/nvml/nvml.h, read 2026-11-25). A device is its handle. Used by one thread.
 */
final class Nvml {
  private static final int TEXT_BYTES = 96;
  private static final int SM_CLOCK = 1;
  private static final int CORE_TEMPERATURE = 0;

  /** NVML_STRUCT_VERSION(Memory, 2): the size, and the version in the highest byte. */
  private static final int MEMORY_V2 = 40 | 2 << 24;

  private final Library library;

  Nvml(Library library) {
    this.library = library;
  }

  /** Percent of the last sample period. */
  record Utilisation(long gpu, long memory) {}

  /**
   * Bytes.
   *
   * @param reserved the driver's own; 0 when the library tells it not apart from what is used
   */
  record Memory(long total, long reserved, long used) {}

  Library library() {
    return library;
  }

  Status init() {
    return library.call("nvmlInit_v2");
  }

  Status shutdown() {
    return library.call("nvmlShutdown");
  }

  /** The driver's version. */
  Answer<String> driver() {
    return text("nvmlSystemGetDriverVersion");
  }

  Answer<Long> count() {
    return word("nvmlDeviceGetCount_v2");
  }

  Answer<Long> device(long index) {
    return wide("nvmlDeviceGetHandleByIndex_v2", index);
  }

  Answer<String> name(long device) {
    return text("nvmlDeviceGetName", device);
  }

  Answer<String> uuid(long device) {
    return text("nvmlDeviceGetUUID", device);
  }

  Answer<Utilisation> utilisation(long device) {
    library.clear();
    return answer(library.call("nvmlDeviceGetUtilizationRates", device, library.at(0)))
        .map(ok -> new Utilisation(library.word(0), library.word(4)));
  }

  /** By version 2, and by version 1 where the library or the device is older. */
  Answer<Memory> memory(long device) {
    library.clear();
    library.put(0, MEMORY_V2);
    Status status = library.call("nvmlDeviceGetMemoryInfo_v2", device, library.at(0));
    if (status.ok()) {
      return new Answer.Known<>(new Memory(library.wide(8), library.wide(16), library.wide(32)));
    }
    library.clear();
    return answer(library.call("nvmlDeviceGetMemoryInfo", device, library.at(0)))
        .map(ok -> new Memory(library.wide(0), 0, library.wide(16)));
  }

  /** Milliwatts. */
  Answer<Long> power(long device) {
    return word("nvmlDeviceGetPowerUsage", device);
  }

  /** Milliwatts that it may draw, as set. */
  Answer<Long> powerLimit(long device) {
    return word("nvmlDeviceGetEnforcedPowerLimit", device);
  }

  /** Millijoules since the driver was loaded. */
  Answer<Long> energy(long device) {
    return wide("nvmlDeviceGetTotalEnergyConsumption", device);
  }

  /** MHz. */
  Answer<Long> smClock(long device) {
    return word("nvmlDeviceGetClockInfo", device, SM_CLOCK);
  }

  /** Degrees Celsius. */
  Answer<Long> temperature(long device) {
    return word("nvmlDeviceGetTemperature", device, CORE_TEMPERATURE);
  }

  /** Bits of nvmlClocksEventReasons, under the name of older libraries too. */
  Answer<Long> clockReasons(long device) {
    Answer<Long> now = wide("nvmlDeviceGetCurrentClocksEventReasons", device);
    return now.equals(new Answer.Unknown<Long>(Status.NO_FUNCTION))
        ? wide("nvmlDeviceGetCurrentClocksThrottleReasons", device)
        : now;
  }

  /**
   * Errors of its memories since the driver was loaded.
   *
   * @param kind 0 corrected, 1 not
   */
  Answer<Long> eccErrors(long device, int kind) {
    return wide("nvmlDeviceGetTotalEccErrors", device, kind, 0);
  }

  /** Whether it is cut into slices now. */
  Answer<Boolean> sliced(long device) {
    library.clear();
    return answer(library.call("nvmlDeviceGetMigMode", device, library.at(0), library.at(4)))
        .map(ok -> library.word(0) == 1);
  }

  Answer<Long> mostSlices(long device) {
    return word("nvmlDeviceGetMaxMigDeviceCount", device);
  }

  Answer<Long> slice(long device, long index) {
    return wide("nvmlDeviceGetMigDeviceHandleByIndex", device, index);
  }

  /** The number of the part of the GPU in which a slice is. */
  Answer<Long> instance(long slice) {
    return word("nvmlDeviceGetGpuInstanceId", slice);
  }

  Answer<Long> word(String function, long... arguments) {
    return out(function, arguments).map(ok -> library.word(0));
  }

  Answer<Long> wide(String function, long... arguments) {
    return out(function, arguments).map(ok -> library.wide(0));
  }

  /** A function whose last arguments say where a text goes, and how long it may be. */
  private Answer<String> text(String function, long... arguments) {
    library.clear();
    long[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = library.at(0);
    all[arguments.length + 1] = TEXT_BYTES;
    return answer(library.call(function, all)).map(ok -> library.text());
  }

  /** A function whose last argument says where the result goes. */
  private Answer<Boolean> out(String function, long... arguments) {
    library.clear();
    long[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = library.at(0);
    return answer(library.call(function, all));
  }

  private static Answer<Boolean> answer(Status status) {
    return status.ok() ? new Answer.Known<>(true) : new Answer.Unknown<>(status);
  }
}
