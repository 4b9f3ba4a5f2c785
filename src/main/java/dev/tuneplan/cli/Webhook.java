package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where alerts are posted to. Its address is a secret, as Slack's are: nothing that is said has it.
 *
 * @param pauses before each further try
 */
record Webhook(URI address, List<Duration> pauses) {
  /** Four tries of at most ten seconds: less than a minute together. */
  static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String NAME = "TUNEPLAN_WEBHOOK";

  /** The user's; empty: there is none. */
  static Optional<Webhook> standard() throws IOException {
    String given = System.getProperty("tuneplan.webhook", System.getenv(NAME));
    if (given != null && !given.isBlank()) {
      return Optional.of(of(given.strip(), NAME));
    }
    String file = System.getProperty("tuneplan.webhookFile", System.getenv(NAME + "_FILE"));
    return file == null || file.isBlank()
        ? Optional.empty()
        : Optional.of(of(Files.readString(Path.of(file)).strip(), NAME + "_FILE"));
  }

  private static Webhook of(String text, String named) {
    try {
      URI address = URI.create(text);
      if (address.getHost() != null && List.of("https", "http").contains(address.getScheme())) {
        return new Webhook(address, PAUSES);
      }
    } catch (IllegalArgumentException e) {
      // its message has the address
    }
    throw new InvalidInput(Place.of(named), "", "must be an address that begins with https://");
  }

  /**
   * Posts JSON, again after a pause where that may help.
   *
   * @return why nobody took it; empty: it was taken
   */
  Optional<String> post(String json) throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(json))
              .build();
      String why = "";
      for (int attempt = 0; attempt <= pauses.size(); attempt++) {
        if (attempt > 0) {
          Thread.sleep(pauses.get(attempt - 1));
        }
        try {
          int code = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
          if (code / 100 == 2) {
            return Optional.empty();
          }
          why = "it answered " + code;
          if (code != 429 && code / 100 != 5) {
            break;
          }
        } catch (IOException e) {
          why = "it does not answer (" + e.getClass().getSimpleName() + ")";
        }
      }
      return Optional.of(why);
    }
  }
}
