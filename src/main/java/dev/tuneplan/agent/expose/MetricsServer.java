package dev.tuneplan.agent.expose;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers GET /metrics, /healthz and /ready. */
public final class MetricsServer implements AutoCloseable {
  private final HttpServer server;

  private MetricsServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Begins to listen.
   *
   * @param metrics is called from other threads
   */
  public static MetricsServer start(InetSocketAddress address, Supplier<String> metrics)
      throws IOException {
    HttpServer http = HttpServer.create(address, 0);
    http.createContext(
        "/metrics", x -> answer(x, "text/plain; version=0.0.4; charset=utf-8", metrics.get()));
    for (String path : new String[] {"/healthz", "/ready"}) {
      http.createContext(path, x -> answer(x, "text/plain; charset=utf-8", "ok\n"));
    }
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return new MetricsServer(http);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private static void answer(HttpExchange x, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    x.getResponseHeaders().set("Content-Type", type);
    try (x) {
      boolean get = x.getRequestMethod().equals("GET");
      // without a body there is no length
      x.sendResponseHeaders(get ? 200 : 405, get && body.length > 0 ? body.length : -1);
      if (get && body.length > 0) {
        x.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
