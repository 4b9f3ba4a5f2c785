package dev.tuneplan.cli;

import dev.tuneplan.calibrate.Exposure;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Outliers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of runs before it is learned: of each run what came last counts. */
final class Gathered {
  private final Map<String, Observation> observations = new LinkedHashMap<>();
  private final Map<String, Exposure> exposures = new LinkedHashMap<>();

  /** The very same again is no newer for being read again. */
  void add(Observation o) {
    observations.merge(o.quantity() + " " + o.id(), o, (a, b) -> same(a, b) ? a : b);
  }

  private static boolean same(Observation a, Observation b) {
    return a.key().equals(b.key())
        && a.predicted() == b.predicted()
        && a.actual() == b.actual()
        && a.atLeast() == b.atLeast();
  }

  void add(RunLessons lessons) {
    lessons.observations().forEach(this::add);
    lessons.exposure().ifPresent(e -> exposures.put(e.id(), e));
  }

  void add(CalibrationVersion version) {
    version.learned().forEach(this::add);
    version.excluded().forEach(e -> add(e.observation()));
    version.exposures().forEach(e -> exposures.put(e.id(), e));
  }

  /** With what is too far from the rest left out. */
  CalibrationVersion version(Instant made) {
    List<Observation> all = List.copyOf(observations.values());
    Map<Observation, String> outliers = Outliers.of(all);
    List<CalibrationVersion.Excluded> excluded = new ArrayList<>();
    for (Observation o : all) {
      String why = outliers.get(o);
      if (why != null) {
        excluded.add(new CalibrationVersion.Excluded(o, why));
      }
    }
    return new CalibrationVersion(
        0,
        made,
        all.stream().filter(o -> !outliers.containsKey(o)).toList(),
        excluded,
        List.copyOf(exposures.values()));
  }
}
