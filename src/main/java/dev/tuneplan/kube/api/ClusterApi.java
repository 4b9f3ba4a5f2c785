package dev.tuneplan.kube.api;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.ClusterFault.Unreachable;
import dev.tuneplan.objects.KubeObject;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * An API server. Every call is tried again while the server is away, overloaded (429) or in trouble
 * (5xx); what it refuses is thrown as {@link Refused} with its own words, and {@link Unreachable}
 * when patience is at its end.
 */
public final class ClusterApi {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType MERGE = MediaType.get("application/merge-patch+json");
  private static final String MANAGER = "tuneplan";
  private static final String PAGE = "250";

  private final OkHttpClient http;
  private final HttpUrl base;
  private final Patience patience;

  private ClusterApi(OkHttpClient http, HttpUrl base, Patience patience) {
    this.http = http;
    this.base = base;
    this.patience = patience;
  }

  static ClusterApi of(ApiClient client) {
    OkHttpClient http =
        client
            .getHttpClient()
            .newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            // a server that is gone without a word would hold a call for ever
            .readTimeout(Duration.ofSeconds(60))
            .pingInterval(Duration.ofSeconds(20))
            .addInterceptor(new Authenticated(client))
            .build();
    return new ClusterApi(http, HttpUrl.get(client.getBasePath() + "/"), Patience.USUAL);
  }

  /** The same server, with other patience. */
  public ClusterApi with(Patience other) {
    return new ClusterApi(http, base, other);
  }

  /** How calls are tried again. */
  Patience patience() {
    return patience;
  }

  /** The server's address. */
  public String address() {
    return base.toString();
  }

  /** What a path answers, such as {@code /version}. */
  public KubeObject ask(String path) {
    return answer(new Request.Builder().url(url(path, Map.of())).get().build());
  }

  /** An object; empty when it is not there. */
  public Optional<KubeObject> get(Resource resource, String namespace, String name) {
    return find(resource.path(namespace) + "/" + name);
  }

  /** What a path answers; empty when nothing is there. */
  public Optional<KubeObject> find(String path) {
    try {
      return Optional.of(ask(path));
    } catch (Refused e) {
      if (e.notFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Creates an object with strict validation of its fields.
   *
   * @param dryRun whether the server only says what would be
   */
  public KubeObject create(
      Resource resource, String namespace, Map<String, Object> object, boolean dryRun) {
    HttpUrl url = url(resource.path(namespace), changing(dryRun));
    return answer(
        new Request.Builder().url(url).post(RequestBody.create(JsonText.of(object), JSON)).build());
  }

  /** Asks for a review, such as a SelfSubjectAccessReview, which is answered and not kept. */
  public KubeObject review(String path, Map<String, Object> object) {
    return answer(
        new Request.Builder()
            .url(url(path, Map.of()))
            .post(RequestBody.create(JsonText.of(object), JSON))
            .build());
  }

  /**
   * The name by which the server knows the one who asks (SelfSubjectReview of
   * authentication.k8s.io/v1); empty when it tells none.
   */
  public Optional<String> user() {
    Map<String, Object> review =
        Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview");
    return review("/apis/authentication.k8s.io/v1/selfsubjectreviews", review)
        .text("status", "userInfo", "username");
  }

  /** Merges changes into an object (RFC 7386). */
  public KubeObject patch(
      Resource resource, String namespace, String name, Map<String, Object> changes) {
    HttpUrl url = url(resource.path(namespace) + "/" + name, changing(false));
    return answer(
        new Request.Builder()
            .url(url)
            .patch(RequestBody.create(JsonText.of(changes), MERGE))
            .build());
  }

  private static Map<String, String> changing(boolean dryRun) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("fieldManager", MANAGER);
    query.put("fieldValidation", "Strict");
    if (dryRun) {
      query.put("dryRun", "All");
    }
    return query;
  }

  /**
   * Deletes an object and, before it is gone itself, what it owns.
   *
   * @param uid of the object that is meant: one of the same name that was made since stays
   * @return false when it is not there any more
   */
  public boolean delete(Resource resource, String namespace, String name, String uid) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("apiVersion", "v1");
    options.put("kind", "DeleteOptions");
    options.put("propagationPolicy", "Foreground");
    options.put("preconditions", Map.of("uid", uid));
    try {
      answer(
          new Request.Builder()
              .url(url(resource.path(namespace) + "/" + name, Map.of()))
              .delete(RequestBody.create(JsonText.of(options), JSON))
              .build());
      return true;
    } catch (Refused e) {
      if (e.notFound() || e.conflict()) {
        return false;
      }
      throw e;
    }
  }

  /** One page of a list, and where the next begins. */
  Page page(Resource resource, Scope scope, String next) {
    Map<String, String> query = new LinkedHashMap<>(scope.query());
    query.put("limit", PAGE);
    if (!next.isEmpty()) {
      query.put("continue", next);
    }
    KubeObject list =
        answer(new Request.Builder().url(url(scope.path(resource), query)).get().build());
    return new Page(
        list.members(), list.resourceVersion(), list.text("metadata", "continue").orElse(""));
  }

  /** One page of a list. */
  record Page(java.util.List<KubeObject> items, String version, String next) {}

  /** All objects in a scope. */
  public Listing list(Resource resource, Scope scope) {
    return Listing.of(this, resource, scope);
  }

  /** The same, each object reduced as it comes: thousands of whole ones are much memory. */
  public <T> List<T> list(Resource resource, Scope scope, Function<KubeObject, T> reduce) {
    return Listing.reduced(this, resource, scope, reduce).items();
  }

  /**
   * What happens in a scope after a version. The server ends the stream after some minutes, and
   * says at least every minute or so how far it is; when it says nothing for longer, it is gone.
   */
  WatchStream watch(Resource resource, Scope scope, String version) throws IOException {
    Map<String, String> query = new LinkedHashMap<>(scope.query());
    query.put("watch", "true");
    query.put("allowWatchBookmarks", "true");
    query.put("timeoutSeconds", "300");
    query.put("resourceVersion", version);
    Request request = new Request.Builder().url(url(scope.path(resource), query)).get().build();
    return new WatchStream(stream(request, Duration.ofSeconds(120)));
  }

  /**
   * The log of a container, as it comes.
   *
   * @param query of the log's own options, such as {@code follow}
   */
  public LogStream log(String namespace, String pod, Map<String, String> query) throws IOException {
    Request request =
        new Request.Builder()
            .url(url(Resource.PODS.path(namespace) + "/" + pod + "/log", query))
            .get()
            .build();
    return new LogStream(stream(request, Duration.ZERO));
  }

  private Response stream(Request request, Duration silence) throws IOException {
    OkHttpClient open = http.newBuilder().readTimeout(silence).callTimeout(Duration.ZERO).build();
    Response response = execute(open.newCall(request));
    if (response.isSuccessful()) {
      return response;
    }
    try (response) {
      throw refused(request, response, response.body().string());
    }
  }

  /** OkHttp throws InterruptedException undeclared when it is interrupted while it connects. */
  private static Response execute(Call call) throws IOException {
    try {
      return call.execute();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private HttpUrl url(String path, Map<String, String> query) {
    HttpUrl.Builder url = base.newBuilder().addPathSegments(path.substring(1));
    query.forEach(url::addQueryParameter);
    return url.build();
  }

  private KubeObject answer(Request request) {
    Duration waited = Duration.ZERO;
    for (int tries = 1; ; tries++) {
      Fault fault = once(request);
      if (fault.answer().isPresent()) {
        return fault.answer().get();
      }
      Duration wait =
          fault.again() ? patience.next(waited, tries, fault.asked()) : Duration.ofMillis(-1);
      if (wait.isNegative()) {
        throw fault.fault().orElseThrow();
      }
      waited = waited.plus(wait);
    }
  }

  /** What came of one try: an answer, or a fault and whether it may pass. */
  private record Fault(
      Optional<KubeObject> answer, Optional<ClusterFault> fault, boolean again, Duration asked) {}

  private Fault once(Request request) {
    try (Response response = execute(http.newCall(request))) {
      byte[] body = response.body().bytes();
      if (response.isSuccessful()) {
        return new Fault(
            Optional.of(parsed(request, body)), Optional.empty(), false, Duration.ZERO);
      }
      int code = response.code();
      String text = new String(body, java.nio.charset.StandardCharsets.UTF_8);
      return new Fault(
          Optional.empty(),
          Optional.of(refused(request, response, text)),
          code == 429 || code >= 500,
          asked(response.header("Retry-After")));
    } catch (IOException e) {
      return new Fault(Optional.empty(), Optional.of(unreachable(request, e)), true, Duration.ZERO);
    }
  }

  private static Duration asked(@org.jspecify.annotations.Nullable String retryAfter) {
    return retryAfter != null && retryAfter.matches("[0-9]{1,3}")
        ? Duration.ofSeconds(Long.parseLong(retryAfter))
        : Duration.ZERO;
  }

  private KubeObject parsed(Request request, byte[] body) {
    try {
      return new KubeObject(JsonFiles.parse(address(), body));
    } catch (InvalidInput e) {
      throw new Unreachable(
          request.url().host() + " answered, but not as an API server: " + e.getMessage());
    }
  }

  private Unreachable unreachable(Request request, IOException e) {
    return new Unreachable(
        "the API server "
            + request.url().scheme()
            + "://"
            + request.url().host()
            + ":"
            + request.url().port()
            + " does not answer ("
            + e.getMessage()
            + ")",
        "'tuneplan doctor' says what is wrong");
  }

  private static Refused refused(Request request, Response response, String body) {
    Said said = Said.of(body);
    return new Refused(
        response.code(),
        said.reason(),
        Said.verb(request.method())
            + " "
            + request.url().encodedPath()
            + " was refused ("
            + response.code()
            + (said.reason().isEmpty() ? "" : " " + said.reason())
            + "): "
            + said.message(),
        asked(response.header("Retry-After")));
  }
}
