package dev.tuneplan.agent.progress;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Listens on this machine's loopback for the progress that Transformers posts without any change of
 * a training script, when {@code KUBEFLOW_TRAINER_SERVER_URL} is set.
 */
public final class CallbackServer implements AutoCloseable {
  private static final int LARGEST_BYTES = 1 << 20;
  private static final int TOKEN_BYTES = 32;

  private final HttpServer server;
  private final Path tokenFile;
  private final byte[] header;

  private CallbackServer(HttpServer server, Path tokenFile, String token) {
    this.server = server;
    this.tokenFile = tokenFile;
    this.header = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Begins to listen.
   *
   * @param tokenFile is written; who can read it may post
   * @param reader is called from another thread
   */
  public static CallbackServer start(Path tokenFile, Consumer<Report> reader) throws IOException {
    String token = token(tokenFile);
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CallbackServer server = new CallbackServer(http, tokenFile, token);
    http.createContext("/", exchange -> server.answer(exchange, reader));
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return server;
  }

  private static String token(Path file) throws IOException {
    byte[] secret = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(secret);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String token = HexFormat.of().formatHex(secret);
    Files.writeString(file, token, StandardOpenOption.WRITE);
    return token;
  }

  /**
   * The variables that the trainer needs. Python's urllib obeys proxies for loopback addresses too,
   * so these are excepted.
   */
  public Map<String, String> env(Map<String, String> present) {
    InetSocketAddress at = server.getAddress();
    Map<String, String> env = new LinkedHashMap<>();
    env.put("KUBEFLOW_TRAINER_SERVER_URL", "http://127.0.0.1:" + at.getPort() + "/status");
    env.put("KUBEFLOW_TRAINER_SERVER_TOKEN", tokenFile.toAbsolutePath().toString());
    env.put("KUBEFLOW_TRAINER_SERVER_CA_CERT", "");
    for (String key : new String[] {"no_proxy", "NO_PROXY"}) {
      env.put(
          key,
          Stream.of(Optional.ofNullable(present.get(key)).orElse(""), "127.0.0.1,localhost")
              .filter(s -> !s.isBlank())
              .collect(Collectors.joining(",")));
    }
    return env;
  }

  private void answer(HttpExchange exchange, Consumer<Report> reader) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status(exchange, reader), -1);
    }
  }

  private int status(HttpExchange exchange, Consumer<Report> reader) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given == null || !MessageDigest.isEqual(header, given.getBytes(StandardCharsets.UTF_8))) {
      return 401;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return 405;
    }
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BYTES + 1);
    if (body.length > LARGEST_BYTES) {
      return 413;
    }
    Optional<Report> report = CallbackBody.read(body);
    report.ifPresent(reader);
    return report.isPresent() ? 200 : 400;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
