package dev.tuneplan.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tuneplan.files.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API server that plays a script to who follows a kind of objects: one act for each request, in
 * order, and after the last one a watch in which nothing happens.
 */
public final class PlayedApi implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private record Script(List<Act> acts, AtomicInteger next, CountDownLatch played) {}

  /** What is answered to one request. */
  @FunctionalInterface
  public interface Act {
    /** Answers. */
    void play(HttpExchange exchange) throws IOException;
  }

  private PlayedApi(HttpServer server) {
    this.server = server;
  }

  /** Begins to answer, with 404 as long as no script is given. */
  public static PlayedApi start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    PlayedApi api = new PlayedApi(server);
    server.createContext("/", api::answer);
    server.setExecutor(api.threads);
    server.start();
    return api;
  }

  /** What is played to requests for a kind, such as {@code jobs}. */
  public void plays(String plural, Act... acts) {
    scripts.put(plural, new Script(List.of(acts), new AtomicInteger(), new CountDownLatch(1)));
  }

  /** Waits until all acts of a kind were played, and the request after them has come. */
  public void played(String plural) throws InterruptedException {
    scripts.get(plural).played().await();
  }

  /** Where it is. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The requests' paths and queries, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** A list of objects, as one page. */
  public static Act list(String version, String... items) {
    return page(version, "", items);
  }

  /** A page of a list; {@code next} continues it. */
  public static Act page(String version, String next, String... items) {
    String text =
        "{\"metadata\":{\"resourceVersion\":\"VERSION\",\"continue\":\"NEXT\"},\"items\":[ITEMS]}"
            .replace("VERSION", version)
            .replace("NEXT", next)
            .replace("ITEMS", String.join(",", items));
    return exchange -> say(exchange, 200, text);
  }

  /** A watch that the server ends after these events. */
  public static Act watch(String... events) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(lines(events));
      }
    };
  }

  /** A watch whose connection breaks after these events, in the middle of what comes then. */
  public static Act broken(String... events) {
    return exchange -> {
      byte[] lines = lines(events);
      exchange.sendResponseHeaders(200, lines.length + 1000L);
      exchange.getResponseBody().write(lines);
      exchange.getResponseBody().write("{\"type\":\"MODIF".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  /** A watch that ends well, with half an event as its last line. */
  public static Act torn(String event) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(event.substring(0, event.length() / 2).getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  /** A refusal. */
  public static Act refused(int code, String reason) {
    return refused(code, reason, "");
  }

  /** A refusal with a Retry-After. */
  public static Act refused(int code, String reason, String after) {
    return exchange -> {
      if (!after.isEmpty()) {
        exchange.getResponseHeaders().add("Retry-After", after);
      }
      say(exchange, code, JsonText.of(Map.of("reason", reason, "message", "a word of it")));
    };
  }

  /** A connection that is closed without an answer. */
  public static Act silent() {
    return HttpExchange::close;
  }

  /** An event of a watch. */
  public static String event(String type, String object) {
    return "{\"type\":\"" + type + "\",\"object\":" + object + "}";
  }

  /** An event in which the server says that it cannot go on. */
  public static String error(int code, String reason) {
    return event(
        "ERROR", "{\"kind\":\"Status\",\"code\":" + code + ",\"reason\":\"" + reason + "\"}");
  }

  /** A bookmark. */
  public static String bookmark(String version) {
    return event("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}");
  }

  private static byte[] lines(String... events) {
    return List.of(events).stream()
        .map(e -> e + "\n")
        .collect(java.util.stream.Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestURI().toString());
    Script script = scripts.get(path.substring(path.lastIndexOf('/') + 1));
    if (script == null) {
      say(exchange, 404, "{\"reason\":\"NotFound\",\"message\":\"no such kind\"}");
      return;
    }
    int next = script.next().getAndIncrement();
    if (next < script.acts().size()) {
      script.acts().get(next).play(exchange);
      return;
    }
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    script.played().countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void say(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
