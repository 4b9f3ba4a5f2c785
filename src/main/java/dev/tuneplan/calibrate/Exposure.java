package dev.tuneplan.calibrate;

import java.time.Instant;

/**
 * How long a run was on machines that may be taken away, and how often they were.
 *
 * @param id of the run; the same one counts once
 * @param gpu the GPU profile's id
 * @param gpuHours > 0
 * @param interruptions ends that machines or cluster made, ≥ 0
 * @param made when it ended
 */
public record Exposure(String id, String gpu, double gpuHours, int interruptions, Instant made) {
  public Exposure {
    if (!(gpuHours > 0) || interruptions < 0) {
      throw new IllegalArgumentException(
          id
              + ": hours must be positive and interruptions >= 0, was "
              + gpuHours
              + ", "
              + interruptions);
    }
  }
}
