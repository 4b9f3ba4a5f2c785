package dev.tuneplan.dataset;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names what stands in a row, for messages. */
final class Words {
  private static final int BRIEF = 40;
  private static final int MOST = 12;

  private Words() {}

  static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String s -> "a text";
      case Boolean b -> "true or false";
      case Number n -> "a number";
      case List<?> l -> "a list";
      case Map<?, ?> m -> "an object";
      default -> "a value of another kind";
    };
  }

  static String brief(String s) {
    return s.length() <= BRIEF ? s : s.substring(0, BRIEF) + "…";
  }

  static String list(Collection<?> names) {
    return names.isEmpty()
        ? "none"
        : names.stream()
                .limit(MOST)
                .map(n -> brief(String.valueOf(n)))
                .collect(Collectors.joining(", "))
            + (names.size() > MOST ? ", …" : "");
  }
}
