package dev.tuneplan.kube.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.testing.RecordedApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is read from a server whose connections break. */
class PodLogTest {
  @TempDir private Path folder;

  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private HttpServer server;
  private PodLog log;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Path config = RecordedApi.kubeconfig(folder, "127.0.0.1:" + server.getAddress().getPort());
    ClusterApi api = new ClusterConfig(List.of(config), Optional.empty()).connect().api();
    log =
        PodLog.trainer(
            api,
            new RunPod(
                "ml",
                "p",
                "u",
                "r",
                0,
                "trainer",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false));
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  /** A number is an error; a text that ends with ~ is cut off in the middle. */
  private void answer(HttpExchange exchange) throws IOException {
    asked.add(String.valueOf(exchange.getRequestURI().getQuery()));
    String text = answers.isEmpty() ? "" : answers.removeFirst();
    if (text.matches("[0-9]+")) {
      exchange.sendResponseHeaders(Integer.parseInt(text), -1);
    } else {
      byte[] body = text.replace("~", "").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, text.endsWith("~") ? body.length + 10 : 0);
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }

  private void follow() {
    log.follow(0, answers::isEmpty, lines::add);
  }

  @Test
  void goesOnWhereAConnectionBroke() {
    answers.add("2026-11-25T10:00:00.5Z a\n2026-11-25T10:00:00.7Z b\n~");
    answers.add("503");
    answers.add("2026-11-25T10:00:00.5Z a\n2026-11-25T10:00:00.7Z b\n2026-11-25T10:00:01Z c\n");
    follow();
    assertThat(lines).containsExactly("a", "b", "c");
    assertThat(asked.get(0)).doesNotContain("sinceTime");
    assertThat(asked.get(1)).contains("sinceTime=2026-11-25T10:00:00Z");
  }

  @Test
  void givesLinesOfOneMomentOnceEach() {
    answers.add("2026-11-25T10:00:00.5Z a\n2026-11-25T10:00:00.5Z a\n~");
    answers.add(
        "2026-11-25T10:00:00.5Z a\n2026-11-25T10:00:00.5Z a\n2026-11-25T10:00:00.5Z a\n"
            + "2026-11-25T10:00:00.5Z b\n");
    follow();
    assertThat(lines).containsExactly("a", "a", "a", "b");
  }

  @Test
  void waitsForAContainerThatHasNotBegun() {
    answers.add("400");
    answers.add("2026-11-25T10:00:00Z  a b\n2026-11-25T10:00:00Z \n");
    follow();
    assertThat(lines).containsExactly(" a b", "");
  }

  @Test
  void endsWhenThePodIsGone() {
    answers.add("2026-11-25T10:00:00Z a\n");
    answers.add("404");
    answers.add("never asked");
    follow();
    assertThat(lines).containsExactly("a");
    assertThat(answers).containsExactly("never asked");
  }

  @Test
  void readsOnceMoreAfterTheEnd() {
    // the end is seen elsewhere, before the last lines came
    answers.add("2026-11-25T10:00:00Z a\n");
    follow();
    assertThat(asked).hasSize(2);
  }
}
