package dev.tuneplan.usage.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.usage.CallKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaysTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "2026-10-31, 2026-10-31",
    "2026-10-31T23:59:59Z, 2026-10-31",
    "2026-10-31 23:59:59.963000, 2026-10-31",
    "2026-10-31T23:30:00.123000-02:00, 2026-11-01",
    "2026-11-01T00:30:00+01:00, 2026-10-31",
    "2026-11-01 00:30:00+01, 2026-10-31",
    "2026-11-01 00:30:00.5+00, 2026-11-01",
    "2026-11-01T00:30:00+00:00, 2026-11-01",
    "1793440000, 2026-10-31",
    "1793440000.25, 2026-10-31",
    "1793440000123, 2026-10-31",
    "0, 1970-01-01",
  })
  void isOneInUtc(String text, String day) {
    assertThat(new CallKey("", "", "", Days.of(text)).period(false)).isEqualTo(day);
  }

  @ParameterizedTest(name = "''{0}''")
  @CsvSource({"''", "31.10.2026", "2026-13-01", "yesterday", "2026-10-31T10:00:00+99:00", "1e300"})
  void isNotToldByWhatIsNoTime(String text) {
    assertThat(Days.of(text)).isEqualTo(CallKey.NO_DAY);
  }
}
