package dev.tuneplan.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.objects.KubeObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API server that answers what was recorded of one: a file of src/test/resources/cluster-api.
 * What it does not know is not found, or forbidden where the file says so; access reviews are
 * answered by the verbs that the file denies.
 */
public final class RecordedApi implements AutoCloseable {
  private static final Path FOLDER = Path.of("src/test/resources/cluster-api");
  private static final Pattern SELECTOR =
      Pattern.compile("labelSelector=([-./a-z]+)(?:=([-a-z0-9]+))?");
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private final Map<?, ?> file;
  private final HttpServer server;
  private final List<String> reviewed = new CopyOnWriteArrayList<>();

  private RecordedApi(Map<?, ?> file, HttpServer server) {
    this.file = file;
    this.server = server;
  }

  /** Begins to answer. */
  public static RecordedApi of(String name) throws IOException {
    Map<?, ?> file = (Map<?, ?>) JsonFiles.read(FOLDER.resolve(name + ".json"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RecordedApi api = new RecordedApi(file, server);
    server.createContext("/", api::answer);
    server.start();
    return api;
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The verbs that were asked for, such as {@code ml: create jobs.batch}. */
  public List<String> reviewed() {
    return List.copyOf(reviewed);
  }

  /** A kubeconfig for it, in a folder. */
  public Path kubeconfig(Path folder) throws IOException {
    return kubeconfig(folder, host());
  }

  /** A kubeconfig for any server. */
  public static Path kubeconfig(Path folder, String host) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: lab
        clusters: [{name: c, cluster: {server: "http://HOST"}}]
        users: [{name: u, user: {token: x}}]
        contexts: [{name: lab, context: {cluster: c, user: u, namespace: ml}}]
        """
            .replace("HOST", host));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    byte[] asked = exchange.getRequestBody().readAllBytes();
    if (path.equals(REVIEWS)) {
      say(exchange, 201, Map.of("status", Map.of("allowed", allowed(asked))));
      return;
    }
    Map<?, ?> answers = (Map<?, ?>) file.get("answers");
    Object answer = answers.get(method.equals("GET") ? path : method + " " + path);
    if (answer != null) {
      say(exchange, method.equals("GET") ? 200 : 201, selected(exchange.getRequestURI(), answer));
    } else if (Boolean.TRUE.equals(file.get("forbidden"))) {
      say(exchange, 403, Map.of("reason", "Forbidden", "message", path + " is forbidden"));
    } else {
      say(exchange, 404, Map.of("reason", "NotFound", "message", path + " is not found"));
    }
  }

  /** Of a list, those that a selector such as {@code x} or {@code x=y} asks for. */
  private static Object selected(URI asked, Object answer) {
    Matcher selector = SELECTOR.matcher(String.valueOf(asked.getQuery()));
    if (!selector.find() || !(answer instanceof Map<?, ?> list)) {
      return answer;
    }
    List<?> items =
        ((List<?>) list.get("items"))
            .stream()
                .filter(o -> {
                  Object value = new KubeObject(o).label(selector.group(1)).orElse(null);
                  return value != null
                      && (selector.group(2) == null || value.equals(selector.group(2)));
                })
                .toList();
    Map<Object, Object> copy = new LinkedHashMap<>(list);
    copy.put("items", items);
    return copy;
  }

  private boolean allowed(byte[] asked) {
    Map<?, ?> review = (Map<?, ?>) JsonFiles.parse("review", asked);
    Map<?, ?> wanted = (Map<?, ?>) ((Map<?, ?>) review.get("spec")).get("resourceAttributes");
    String part = wanted.containsKey("subresource") ? "/" + wanted.get("subresource") : "";
    String group = wanted.get("group").equals("") ? "" : "." + wanted.get("group");
    String act = wanted.get("verb") + " " + wanted.get("resource") + part;
    reviewed.add(
        (wanted.containsKey("namespace") ? wanted.get("namespace") : "*") + ": " + act + group);
    List<?> denied = (List<?>) file.get("denied");
    return !denied.contains("*") && !denied.contains(act);
  }

  private static void say(HttpExchange exchange, int code, Object tree) throws IOException {
    // a log is plain text
    String text = tree instanceof String s ? s : JsonText.of(tree);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
