package dev.tuneplan.measured;

import dev.tuneplan.agent.sample.Rebuilt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is left of an attempt in one channel.
 *
 * @param rebuilt how much that is
 * @param use what it tells
 */
public record Found(Rebuilt rebuilt, AttemptUse use) {

  /** In a folder of segments, a wrapper's or a server's; empty when it has no line. */
  public static Optional<Found> inSegments(String attempt, Path folder) throws IOException {
    Gathering rows = new Gathering();
    return Rebuilt.ofSegments(Rebuilt.Channel.SEGMENTS, folder, rows::add)
        .map(r -> of(attempt, r, rows));
  }

  /** In a log among whose lines a sidecar's are, by attempt. */
  public static Map<String, Found> inLog(Stream<String> log) {
    Map<String, Gathering> rows = new LinkedHashMap<>();
    Map<String, Found> found = new LinkedHashMap<>();
    Rebuilt.ofLog(
            log, (attempt, row) -> rows.computeIfAbsent(attempt, a -> new Gathering()).add(row))
        .forEach((attempt, r) ->
            found.put(attempt, of(attempt, r, rows.getOrDefault(attempt, new Gathering()))));
    return found;
  }

  private static Found of(String attempt, Rebuilt rebuilt, Gathering rows) {
    return new Found(rebuilt, rows.use(attempt, rebuilt.channel().words(), rebuilt.lacks()));
  }

  /** In what the wrapper said last, the key {@code usage} of it; empty when that is nothing. */
  public static Optional<Found> inLastWords(String attempt, Map<?, ?> usage) {
    return Rebuilt.ofUsage(usage)
        .map(r -> {
          SaidUse said = new SaidUse(usage);
          return new Found(
              r,
              new AttemptUse(
                  attempt, r.channel().words(), r.lacks(), said.phases(), said.peak(), List.of()));
        });
  }

  /** The best of several of one attempt: what lacks nothing, then what reaches furthest. */
  public static Optional<AttemptUse> best(List<Found> all) {
    return Rebuilt.best(all.stream().map(Found::rebuilt).toList())
        .flatMap(best -> all.stream().filter(f -> f.rebuilt == best).findFirst())
        .map(Found::use);
  }
}
