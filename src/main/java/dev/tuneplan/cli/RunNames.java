package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the run that a line names: by its id or the beginning of it, or the newest of a name.
 *
 * @param text what the line says
 */
record RunNames(String text) {
  private static final Place PLACE = Place.of("RUN");

  /**
   * The one of these, the newest of which is first.
   *
   * @throws InvalidInput when several begin so
   */
  <T> Optional<T> find(List<T> all, Function<T, RunRecord> run) {
    List<T> hits = all.stream().filter(r -> run.apply(r).id().startsWith(text)).toList();
    if (hits.size() == 1) {
      return Optional.of(hits.getFirst());
    }
    Optional<T> named =
        all.stream()
            .filter(r -> run.apply(r).id().equals(text) || run.apply(r).name().equals(text))
            .findFirst();
    if (named.isEmpty() && hits.size() > 1 && !text.isEmpty()) {
      throw new InvalidInput(
          PLACE, "", hits.size() + " runs begin with '" + text + "'; say more of it");
    }
    return named;
  }

  /**
   * The one of this machine.
   *
   * @throws InvalidInput when there is none, or several begin so
   */
  RunRecord here(Runs runs) throws IOException {
    List<RunRecord> all = runs.all();
    return find(all, r -> r).orElseThrow(() -> unknown(all, "on this machine"));
  }

  /**
   * That there is none.
   *
   * @param known those that there are
   * @param where such as "on this machine"
   */
  InvalidInput unknown(List<RunRecord> known, String where) {
    List<String> words =
        known.stream().flatMap(r -> Stream.of(r.name(), r.id())).distinct().toList();
    return new InvalidInput(
        PLACE,
        "",
        "no run '"
            + text
            + "' "
            + where
            + Suggestion.clause(text, words)
            + "; 'tuneplan runs' lists them");
  }
}
