package dev.tuneplan.measured;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What all attempts of a run used.
 *
 * @param attempts in order
 */
public record RunUse(List<AttemptUse> attempts) {
  /** Nothing was measured, or nothing is left of it. */
  public static final RunUse NONE = new RunUse(List.of());

  public RunUse {
    attempts = List.copyOf(attempts);
  }

  /** Whether anything of a GPU is known. */
  public boolean any() {
    return attempts.stream().flatMap(a -> a.phases().stream()).anyMatch(PhaseUse::gpu);
  }

  /** What all GPUs of all attempts did in each phase, in the order in which phases come. */
  public List<PhaseSum> byPhase() {
    Map<String, List<PhaseUse>> phases = new LinkedHashMap<>();
    for (AttemptUse attempt : attempts) {
      attempt.phases().stream()
          .filter(PhaseUse::gpu)
          .forEach(p -> phases.computeIfAbsent(p.phase(), k -> new ArrayList<>()).add(p));
    }
    List<PhaseSum> sums = new ArrayList<>();
    phases.forEach((phase, all) -> sums.add(PhaseSum.of(phase, all)));
    return sums;
  }

  /** What they did in all; the peak of memory is that of the attempts. */
  public PhaseSum all() {
    List<PhaseUse> gpus =
        attempts.stream().flatMap(a -> a.phases().stream()).filter(PhaseUse::gpu).toList();
    return PhaseSum.of("all", gpus).peak(peakMiB());
  }

  /** The fullest that any GPU was. */
  public OptionalDouble peakMiB() {
    return attempts.stream().map(AttemptUse::peakMiB).flatMapToDouble(OptionalDouble::stream).max();
  }
}
