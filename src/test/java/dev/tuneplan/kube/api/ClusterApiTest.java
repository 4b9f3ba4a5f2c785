package dev.tuneplan.kube.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.ClusterFault.Unreachable;
import dev.tuneplan.objects.KubeObject;
import io.kubernetes.client.openapi.ApiClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterApiTest {
  private record Answer(int code, String body, String retryAfter) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private HttpServer server;
  private ClusterApi api;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
          if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
          }
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.code(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    ApiClient client = new ApiClient();
    client.setBasePath("http://127.0.0.1:" + server.getAddress().getPort());
    api = ClusterApi.of(client).with(new Patience(Duration.ofSeconds(30), pauses::add));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answers(int code, String body, String retryAfter) {
    answers.add(new Answer(code, body, retryAfter));
  }

  @Test
  void fieldsThatNobodyKnowsAreKept() {
    answers(200, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"newerThanUs\":{\"x\":3}}}", "");
    KubeObject job = api.get(Resource.JOBS, "ml", "a").orElseThrow();
    assertThat(job.whole("spec", "newerThanUs", "x")).hasValue(3);
    assertThat(asked).containsExactly("GET /apis/batch/v1/namespaces/ml/jobs/a");
  }

  @Test
  void objectsAreCreatedWithStrictValidation() {
    answers(201, "{}", "");
    api.create(Resource.CONFIG_MAPS, "ml", Map.of("kind", "ConfigMap"), true);
    assertThat(asked)
        .containsExactly(
            "POST /api/v1/namespaces/ml/configmaps"
                + "?fieldManager=tuneplan&fieldValidation=Strict&dryRun=All");
  }

  @Test
  void aServerThatIsOverloadedIsAskedAgainWhenItSays() {
    answers(429, "{}", "7");
    answers(503, "", "");
    answers(200, "{\"gitVersion\":\"v1.34.0\"}", "");
    assertThat(api.ask("/version").text("gitVersion")).contains("v1.34.0");
    assertThat(asked).hasSize(3);
    assertThat(pauses).hasSize(2).first().isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void patienceEndsWithTheServersOwnWords() {
    answers(500, "{\"reason\":\"InternalError\",\"message\":\"failed calling webhook\"}", "");
    assertThatThrownBy(() -> api.ask("/version"))
        .isInstanceOf(Refused.class)
        .hasMessage("reading /version was refused (500 InternalError): failed calling webhook");
    Duration waited = pauses.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isLessThanOrEqualTo(Duration.ofSeconds(30)).isGreaterThan(Duration.ZERO);
  }

  @Test
  void aRefusalIsNotTriedAgain() {
    answers(403, "{\"reason\":\"Forbidden\",\"message\":\"jobs is forbidden\"}", "");
    assertThatThrownBy(() -> api.create(Resource.JOBS, "ml", Map.of(), false))
        .hasMessage(
            "creating /apis/batch/v1/namespaces/ml/jobs was refused (403 Forbidden):"
                + " jobs is forbidden");
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatIsNotThereIsNoFault() {
    answers(404, "{\"reason\":\"NotFound\",\"message\":\"no\"}", "");
    assertThat(api.get(Resource.JOBS, "ml", "a")).isEmpty();
    assertThat(api.delete(Resource.JOBS, "ml", "a", "uid-1")).isFalse();
  }

  @Test
  void aServerThatIsGoneIsNamed() {
    server.stop(0);
    assertThatThrownBy(() -> api.ask("/version"))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("the API server " + "http://127.0.0.1:")
        .hasMessageContaining("does not answer");
    assertThat(pauses).hasSizeGreaterThan(3);
  }

  @Test
  void aListIsReadPageByPage() {
    answers(
        200,
        "{\"metadata\":{\"resourceVersion\":\"5\",\"continue\":\"more\"},\"items\":[{\"a\":1}]}",
        "");
    answers(200, "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[{\"a\":2}]}", "");
    Listing list = api.list(Resource.PODS, Scope.labelled("ml", "run=x"));
    assertThat(list.items()).hasSize(2);
    assertThat(list.version()).isEqualTo("5");
    assertThat(asked.getLast()).contains("labelSelector=run%3Dx").contains("continue=more");
  }

  @Test
  void aKubeconfigThatIsNotThereSaysWhatToDo(@TempDir Path folder) {
    Path file = folder.resolve("config");
    ClusterConfig config = ClusterConfig.find(Optional.of(file), Optional.empty(), Map.of());
    assertThatThrownBy(config::connect)
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no such file, so no cluster is known");
  }

  @Test
  void aContextThatIsNotThereIsAnsweredWithThoseThatAre(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("config");
    Files.writeString(
        file,
        "apiVersion: v1\nkind: Config\nclusters: []\nusers: []\n"
            + "contexts: [{name: one, context: {cluster: c, user: u}}]\n");
    ClusterConfig config = ClusterConfig.find(Optional.of(file), Optional.of("two"), Map.of());
    assertThatThrownBy(config::connect).hasMessageContaining("no context 'two'; it has one");
  }
}
