package dev.tuneplan.agent.nvml;

/**
 * What a function of NVML returned (nvmlReturn_t in nvml.h of API version 13, read 2026-11-25).
 *
 * @param code 0 is success
 */
record Status(int code) {
  static final Status SUCCESS = new Status(0);

  /** Also what is said of a function that an older library does not have. */
  static final Status NO_FUNCTION = new Status(13);

  boolean ok() {
    return code == 0;
  }

  /** In words. */
  String words() {
    return switch (code) {
      case 0 -> "success";
      case 1 -> "not initialised";
      case 2 -> "not valid for this device";
      case 3 -> "not supported";
      case 4 -> "no permission";
      case 6 -> "not found";
      case 9 -> "the driver is not loaded";
      case 10 -> "timed out";
      case 13 -> "not in this version of the library";
      case 15 -> "the GPU is lost";
      case 16 -> "the GPU needs a reset";
      case 17 -> "blocked by the operating system";
      case 18 -> "library and driver are of different versions";
      case 21 -> "no data";
      case 25 -> "another version of the structure is wanted";
      case 27 -> "not ready";
      default -> "error " + code;
    };
  }
}
