package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
  private static final List<Duration> AT_ONCE = Collections.nCopies(3, Duration.ZERO);

  @AfterEach
  void forgetIt() {
    System.clearProperty("tuneplan.webhook");
    System.clearProperty("tuneplan.webhookFile");
  }

  @Test
  void isTriedAgainWhileItsServerIsBusyOrBroken() throws Exception {
    try (Hook hook = new Hook(503, 429, 500)) {
      assertThat(new Webhook(hook.address(), AT_ONCE).post("{}")).isEmpty();
      assertThat(hook.posted()).hasSize(4);
    }
  }

  @Test
  void isNotTriedAgainWhenItRefuses() throws Exception {
    try (Hook hook = new Hook(404)) {
      assertThat(new Webhook(hook.address(), AT_ONCE).post("{}")).hasValue("it answered 404");
      assertThat(hook.posted()).hasSize(1);
    }
  }

  @Test
  void whatIsSaidOfOneThatIsAwayHasNothingOfItsAddress() throws Exception {
    URI gone;
    try (Hook hook = new Hook()) {
      gone = hook.address();
    }
    assertThat(new Webhook(gone, AT_ONCE).post("{}"))
        .hasValueSatisfying(why ->
            assertThat(why).startsWith("it does not answer").doesNotContain("s3cr3t", "127.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3cr3t", "ftp://example.com/s3cr3t", "https://exa mple/s3cr3t", "https:"})
  void whatIsNoAddressIsNotRepeated(String text) {
    System.setProperty("tuneplan.webhook", text);
    assertThatThrownBy(Webhook::standard)
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("TUNEPLAN_WEBHOOK")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void isReadFromAFileToo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("hook"), "https://example.com/s3cr3t\n");
    System.setProperty("tuneplan.webhookFile", file.toString());
    assertThat(Webhook.standard().orElseThrow().address())
        .isEqualTo(URI.create("https://example.com/s3cr3t"));
  }
}
