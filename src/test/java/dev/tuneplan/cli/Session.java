package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Commands with places of a test's own; what it sets is as before when it ends. */
final class Session implements BeforeEachCallback, AfterEachCallback {
  private Properties before = new Properties();

  @Override
  public void beforeEach(ExtensionContext context) {
    before = (Properties) System.getProperties().clone();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    System.setProperties(before);
  }

  /** Keeps runs and the ledger in a folder. */
  static void in(Path folder) {
    data(folder.resolve("data"));
    ledger(folder.resolve("ledger.db"));
  }

  static void data(Path folder) {
    System.setProperty("tuneplan.data", folder.toString());
  }

  static void ledger(Path file) {
    System.setProperty("tuneplan.ledger", file.toString());
  }

  /** What a command says, once its exit code is as expected. */
  static String said(int expected, String... args) {
    Launched.Said said = Launched.run(args);
    assertThat(said.code()).as(said.text()).isEqualTo(expected);
    return said.text();
  }
}
