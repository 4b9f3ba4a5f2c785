package dev.tuneplan.agent.ship;

import dev.tuneplan.agent.record.PythonJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A server that takes batches by POST, {@code tuneplan serve} or another that answers as it does:
 * 200 when it has them for good, 409 with {@code {"last":N}} when it lacks lines before them.
 *
 * @param server its address, to which {@link #PATH} is added
 * @param token sent as a bearer's; empty: none
 */
public record HttpChannel(URI server, Optional<String> token) implements Channel {
  /** Where it takes them. */
  public static final String PATH = "/api/v1/samples";

  @Override
  public String name() {
    return server.toString();
  }

  @Override
  public Answer send(Batch batch) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-ndjson");
    headers.put("Content-Encoding", "gzip");
    token.ifPresent(t -> headers.put("Authorization", "Bearer " + t));
    URI to = URI.create(server.toString().replaceFirst("/+$", "") + PATH);
    try {
      return answer(new Post(to, headers).send(packed(batch.text())));
    } catch (IOException e) {
      return new Later(String.valueOf(e.getMessage()));
    }
  }

  private static Answer answer(Post.Answer said) {
    if (said.code() == HttpURLConnection.HTTP_OK) {
      return new Taken();
    }
    if (said.code() == HttpURLConnection.HTTP_CONFLICT
        && PythonJson.read(said.text()) instanceof Map<?, ?> m
        && m.get("last") instanceof Long last) {
      return new Behind(last);
    }
    return new Later(
        "it answers " + said.code() + (said.text().isEmpty() ? "" : ": " + said.text()));
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
