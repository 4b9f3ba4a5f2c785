package dev.tuneplan.ledger;

import dev.tuneplan.agent.record.PythonJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a text that the ledger wrote itself.
 *
 * @param value plain maps, lists, texts and numbers; null: nothing
 */
record Json(@Nullable Object value) {
  private static final int WHOLE_SECONDS = "2026-11-25T14:00:00Z".length();

  static Json of(String text) {
    return new Json(PythonJson.read(text));
  }

  Json at(String key) {
    return new Json(value instanceof Map<?, ?> m ? m.get(key) : null);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(at(key).value).map(Object::toString);
  }

  String need(String key) {
    return text(key).orElse("");
  }

  int whole(String key) {
    return at(key).value instanceof Number n ? n.intValue() : 0;
  }

  Optional<BigDecimal> decimal(String key) {
    return text(key).map(BigDecimal::new);
  }

  BigDecimal amount(String key) {
    return decimal(key).orElse(BigDecimal.ZERO);
  }

  Optional<Instant> time(String key) {
    return text(key).map(Json::instant);
  }

  /** Whole seconds, as Kubernetes has them, are most of all times: read without a formatter. */
  private static Instant instant(String text) {
    if (text.length() != WHOLE_SECONDS || text.charAt(WHOLE_SECONDS - 1) != 'Z') {
      return Instant.parse(text);
    }
    return Instant.ofEpochSecond(
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay()
                * 86_400
            + number(text, 11, 13) * 3600L
            + number(text, 14, 16) * 60L
            + number(text, 17, 19));
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  Map<?, ?> map(String key) {
    return at(key).value instanceof Map<?, ?> m ? m : Map.of();
  }

  List<Json> items(String key) {
    return at(key).value instanceof List<?> l
        ? l.stream().<Json>map(Json::new).toList()
        : List.of();
  }
}
