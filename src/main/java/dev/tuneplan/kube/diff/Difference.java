package dev.tuneplan.kube.diff;

import dev.tuneplan.files.JsonText;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A field in which what is there differs from what is wanted.
 *
 * @param path such as {@code spec.template.spec.containers[trainer].image}
 * @param there empty: it has no such field
 * @param wanted empty: it would have no such field
 */
public record Difference(String path, Optional<Object> there, Optional<Object> wanted) {
  public Difference {
    if (there.equals(wanted)) {
      throw new IllegalArgumentException(path + " does not differ");
    }
  }

  /** A line for what is there and one for what is wanted, as {@code diff} writes them. */
  public String text() {
    return Stream.concat(
            there.stream().map(v -> "- " + path + ": " + brief(v)),
            wanted.stream().map(v -> "+ " + path + ": " + brief(v)))
        .collect(Collectors.joining("\n"));
  }

  /** Texts without quotes where they stand on one line. */
  private static String brief(Object value) {
    return value instanceof String s
            && !s.isEmpty()
            && s.lines().count() == 1
            && s.strip().equals(s)
        ? s
        : JsonText.of(value);
  }
}
