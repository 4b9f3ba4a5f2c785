package dev.tuneplan.agent.nvml;

import java.util.ArrayList;
import java.util.List;

/**
 * Why the clocks are lower than they could be (nvmlClocksEventReasons in nvml.h, read 2026-11-25).
 * That a GPU is idle and that somebody set its clocks are no throttling, but explain a low clock.
 */
enum ClockReasons {
  IDLE(0x1, "idle"),
  CLOCKS_SET(0x2, "clocks set"),
  POWER_CAP(0x4, "power cap"),
  HARDWARE(0x8, "hardware slowdown"),
  SYNC_BOOST(0x10, "sync boost"),
  WARM(0x20, "thermal slowdown"),
  HOT(0x40, "hardware thermal slowdown"),
  POWER_BRAKE(0x80, "power brake"),
  DISPLAY(0x100, "display clocks");

  private final long bit;
  private final String words;

  ClockReasons(long bit, String words) {
    this.bit = bit;
    this.words = words;
  }

  static List<String> in(long bits) {
    List<String> found = new ArrayList<>();
    for (ClockReasons reason : values()) {
      if ((bits & reason.bit) != 0) {
        found.add(reason.words);
      }
    }
    return found;
  }
}
