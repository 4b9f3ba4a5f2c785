package dev.tuneplan.ledger;

import dev.tuneplan.agent.record.PythonJson;
import java.math.BigDecimal;
import java.time.Instant;
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
    return text(key).map(Instant::parse);
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
