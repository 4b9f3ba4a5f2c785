package dev.tuneplan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20T09:03:42Z",
        "2024-02-29T23:59:59Z",
        "1969-12-31T00:00:01Z",
        "2026-11-20T09:03:42.8Z",
        "2026-11-20T09:03:42.800000001Z",
      })
  void timesAreReadAsTheyWereWritten(String text) {
    assertThat(Json.of("{\"at\": \"" + text + "\"}").time("at")).hasValue(Instant.parse(text));
  }
}
