package dev.tuneplan.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MappingOrderTest {
  @Test
  void theSameNamesAreTheSameTextInWhateverOrderTheyWereGiven() {
    List<String> pairs =
        List.of(
            "prompt=a",
            "completion=b",
            "text=c",
            "input=d",
            "output=e",
            "role.bot=assistant",
            "role.me=user",
            "role.it=system");
    assertThat(Mapping.of(pairs).toString())
        .isEqualTo(Mapping.of(pairs.reversed()).toString())
        .contains("{completion=b, input=d, output=e, prompt=a, text=c}")
        .contains("{bot=assistant, it=system, me=user}");
  }
}
