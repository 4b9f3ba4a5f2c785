package dev.tuneplan.cli;

import static dev.tuneplan.cli.Session.said;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTest {
  @ParameterizedTest
  @ValueSource(strings = {"agent", "budget", "import", "ledger"})
  void printsItsHelpWithoutTheNameOfOne(String name) {
    assertThat(said(0, name)).startsWith("Usage: tuneplan " + name);
    assertThat(said(0, name)).isEqualTo(said(0, name, "--help"));
  }
}
