package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Finds the run that a line names: by its id or the beginning of it, or the newest of a name. */
final class RunNames {
  private static final Place PLACE = Place.of("RUN");

  private RunNames() {}

  static RunRecord find(Runs runs, String text) throws IOException {
    List<RunRecord> all = runs.all();
    List<RunRecord> hits = all.stream().filter(r -> r.id().startsWith(text)).toList();
    if (hits.size() == 1) {
      return hits.getFirst();
    }
    return all.stream()
        .filter(r -> r.id().equals(text) || r.name().equals(text))
        .findFirst()
        .orElseThrow(() -> unknown(text, all, hits.size()));
  }

  private static InvalidInput unknown(String text, List<RunRecord> all, int hits) {
    if (hits > 1 && !text.isEmpty()) {
      return new InvalidInput(PLACE, "", hits + " runs begin with '" + text + "'; say more of it");
    }
    List<String> known = all.stream().flatMap(r -> Stream.of(r.name(), r.id())).distinct().toList();
    return new InvalidInput(
        PLACE,
        "",
        "no run '"
            + text
            + "' on this machine"
            + Suggestion.clause(text, known)
            + "; 'tuneplan runs' lists them");
  }
}
