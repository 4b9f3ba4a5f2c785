package dev.tuneplan.agent.ship;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A POST of a few seconds at most. By the oldest of Java's clients: java.net.http would double the
 * agent's image.
 *
 * @param to the whole address
 * @param headers beside those of the connection
 */
public record Post(URI to, Map<String, String> headers) {
  private static final int PATIENCE_MILLIS = 5000;
  private static final int LONGEST_ANSWER = 1 << 16;

  public Post {
    headers = Map.copyOf(headers);
  }

  /**
   * What came back.
   *
   * @param code of HTTP
   * @param text its beginning
   */
  public record Answer(int code, String text) {}

  /** Sends, and waits for the answer. */
  public Answer send(byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) to.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setRequestMethod("POST");
    connection.setInstanceFollowRedirects(false);
    connection.setDoOutput(true);
    headers.forEach(connection::setRequestProperty);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int code = connection.getResponseCode();
    return new Answer(
        code, text(code < 400 ? connection.getInputStream() : connection.getErrorStream()));
  }

  private static String text(@Nullable InputStream in) throws IOException {
    if (in == null) {
      return "";
    }
    try (in) {
      return new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8).strip();
    }
  }
}
