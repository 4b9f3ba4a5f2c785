package dev.tuneplan.ingest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tuneplan.agent.ship.Batch;
import dev.tuneplan.agent.ship.HttpChannel;
import dev.tuneplan.files.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * Answers POST {@link HttpChannel#PATH}: 200 when a batch is on the disk, also when it was there
 * before; 409 with the number up to which nothing is missing when lines before it are; 400, 401,
 * 413 for what can never be taken; 503 while the disk takes nothing. And GET /healthz.
 */
public final class IngestServer implements AutoCloseable {
  private static final int LARGEST_BYTES = 4 << 20;

  private final HttpServer server;
  private final Received received;
  private final Optional<byte[]> header;

  private IngestServer(HttpServer server, Received received, Optional<byte[]> header) {
    this.server = server;
    this.received = received;
    this.header = header;
  }

  /**
   * Begins to listen.
   *
   * @param token that senders must show; on other addresses than the loopback there must be one
   */
  public static IngestServer start(
      InetSocketAddress address, Received received, Optional<String> token) throws IOException {
    if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException("an address that others reach needs a token");
    }
    HttpServer http = HttpServer.create(address, 0);
    IngestServer server =
        new IngestServer(
            http, received, token.map(t -> ("Bearer " + t).getBytes(StandardCharsets.UTF_8)));
    http.createContext(HttpChannel.PATH, server::samples);
    http.createContext("/healthz", x -> answer(x, 200, Map.of("ok", true)));
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void samples(HttpExchange x) throws IOException {
    if (!x.getRequestMethod().equals("POST")) {
      answer(x, 405, Map.of("error", "POST only"));
    } else if (!allowed(x)) {
      answer(x, 401, Map.of("error", "the bearer token is not that of --token-file"));
    } else {
      take(x);
    }
  }

  private boolean allowed(HttpExchange x) {
    String said = Optional.ofNullable(x.getRequestHeaders().getFirst("Authorization")).orElse("");
    return header.isEmpty()
        || MessageDigest.isEqual(header.get(), said.getBytes(StandardCharsets.UTF_8));
  }

  private void take(HttpExchange x) throws IOException {
    byte[] body;
    try (InputStream in = body(x)) {
      body = in.readNBytes(LARGEST_BYTES + 1);
    } catch (IOException e) {
      answer(x, 400, Map.of("error", "the body cannot be read: " + e.getMessage()));
      return;
    }
    if (body.length > LARGEST_BYTES) {
      answer(x, 413, Map.of("error", "more than " + LARGEST_BYTES + " bytes"));
      return;
    }
    try {
      Batch batch = Batch.parse(new String(body, StandardCharsets.UTF_8));
      switch (received.take(batch)) {
        case Received.Kept(long last) -> answer(x, 200, Map.of("last", last));
        case Received.Gap(long last) -> answer(x, 409, Map.of("last", last));
      }
    } catch (IllegalArgumentException e) {
      answer(x, 400, Map.of("error", String.valueOf(e.getMessage())));
    } catch (IOException e) {
      answer(x, 503, Map.of("error", "the disk does not take it: " + e.getMessage()));
    }
  }

  private static InputStream body(HttpExchange x) throws IOException {
    return "gzip".equals(x.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(x.getRequestBody())
        : x.getRequestBody();
  }

  private static void answer(HttpExchange x, int code, Map<String, Object> tree)
      throws IOException {
    byte[] body = (JsonText.of(tree) + "\n").getBytes(StandardCharsets.UTF_8);
    x.getResponseHeaders().set("Content-Type", "application/json");
    try (x) {
      x.sendResponseHeaders(code, body.length);
      x.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
