package dev.tuneplan.kube.api;

import static dev.tuneplan.testing.PlayedApi.bookmark;
import static dev.tuneplan.testing.PlayedApi.broken;
import static dev.tuneplan.testing.PlayedApi.error;
import static dev.tuneplan.testing.PlayedApi.event;
import static dev.tuneplan.testing.PlayedApi.list;
import static dev.tuneplan.testing.PlayedApi.page;
import static dev.tuneplan.testing.PlayedApi.refused;
import static dev.tuneplan.testing.PlayedApi.silent;
import static dev.tuneplan.testing.PlayedApi.torn;
import static dev.tuneplan.testing.PlayedApi.watch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.testing.PlayedApi;
import io.kubernetes.client.openapi.ApiClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waits only for the played server; the timeout ends a watcher that never asks it again. */
@Timeout(60)
class WatcherTest {
  private static final String JOBS = "jobs";

  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private PlayedApi server;
  private Watcher<String> watcher;

  /** Writes down what it is told: [a, b] for all, +a for put, -a for gone. */
  private final class Told implements Watcher.Listener<String> {
    @Override
    public void all(List<String> objects) {
      seen.add(objects.toString());
    }

    @Override
    public void put(String object) {
      seen.add("+" + object);
    }

    @Override
    public void gone(String object) {
      seen.add("-" + object);
    }

    @Override
    public void trouble(String sentence) {
      troubles.add(sentence);
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = PlayedApi.start();
    ApiClient client = new ApiClient();
    client.setBasePath(server.address());
    ClusterApi api = ClusterApi.of(client).with(new Patience(Duration.ZERO, pauses::add));
    watcher =
        new Watcher<>(
            api, Resource.JOBS, Scope.labelled("ml", "run"), KubeObject::name, new Told());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Follows until the script is played, and then is interrupted in an open watch. */
  private void follow() throws Exception {
    Thread thread = Thread.ofVirtual().start(watcher::follow);
    server.played(JOBS);
    thread.interrupt();
    thread.join();
  }

  private static String job(String name, String version) {
    return "{\"metadata\":{\"name\":\"" + name + "\",\"resourceVersion\":\"" + version + "\"}}";
  }

  /** From which versions watches were asked for; "list" for a list. */
  private List<String> from() {
    return server.asked().stream()
        .map(q ->
            q.contains("resourceVersion=")
                ? q.replaceAll(".*resourceVersion=([0-9]*).*", "$1")
                : "list")
        .toList();
  }

  private Duration longest() {
    return Stream.concat(Stream.of(Duration.ZERO), pauses.stream())
        .max(Duration::compareTo)
        .orElseThrow();
  }

  @Test
  void listsAndThenWatchesFromTheListsVersion() throws Exception {
    server.plays(
        JOBS,
        page("5", "more", job("a", "2")),
        page("5", "", job("b", "3")),
        watch(
            event("ADDED", job("c", "6")),
            event("MODIFIED", job("a", "7")),
            event("DELETED", job("b", "8"))));
    follow();
    assertThat(seen).containsExactly("[a, b]", "+c", "+a", "-b");
    assertThat(from()).containsExactly("list", "list", "5", "8");
    assertThat(server.asked().get(2))
        .contains("watch=true", "allowWatchBookmarks=true", "labelSelector=run");
    assertThat(troubles).isEmpty();
  }

  @Test
  void goesOnFromABookmark() throws Exception {
    server.plays(JOBS, list("5"), watch(bookmark("90")));
    follow();
    assertThat(from()).containsExactly("list", "5", "90");
    assertThat(seen).containsExactly("[]");
  }

  @Test
  void goesOnFromTheLastWholeEventWhenAConnectionBreaks() throws Exception {
    server.plays(
        JOBS,
        list("5"),
        broken(event("ADDED", job("a", "6"))),
        silent(),
        silent(),
        torn(event("ADDED", job("b", "7"))),
        watch(event("ADDED", job("b", "7"))));
    follow();
    assertThat(from()).containsExactly("list", "5", "6", "6", "6", "6", "7");
    assertThat(seen).containsExactly("[]", "+a", "+b");
  }

  @Test
  void tellsOfTroubleThatLasts() throws Exception {
    PlayedApi.Act away = refused(503, "ServiceUnavailable");
    server.plays(JOBS, list("5"), away, away, away, watch(bookmark("6")), away);
    follow();
    assertThat(troubles).as("the first of a row, and one alone, are not told").hasSize(2);
    assertThat(troubles.getFirst()).contains("was refused (503 ServiceUnavailable): a word of it");
    assertThat(from()).containsExactly("list", "5", "5", "5", "5", "6", "6");
  }

  @Test
  void waitsAsLongAsAnOverloadedServerAsks() throws Exception {
    server.plays(
        JOBS,
        refused(429, "TooManyRequests", "33"),
        list("5"),
        refused(429, "TooManyRequests", "44"),
        watch(bookmark("6")));
    follow();
    assertThat(pauses).contains(Duration.ofSeconds(33), Duration.ofSeconds(44));
    assertThat(from()).containsExactly("list", "list", "5", "5", "6");
  }

  @Test
  void beginsAnewWithAListWhenTheServerCannotGoOn() throws Exception {
    server.plays(
        JOBS,
        list("5", job("a", "2"), job("b", "3")),
        watch(event("ADDED", job("c", "6")), error(410, "Expired")),
        list("50", job("c", "6")),
        refused(410, "Gone"),
        list("60"),
        watch(bookmark("61")));
    follow();
    assertThat(from()).containsExactly("list", "5", "list", "50", "list", "60", "61");
    assertThat(seen).containsExactly("[a, b]", "+c", "[c]", "[]");
  }

  @Test
  void readsAListAnewThatTheServerForgotOnTheWay() throws Exception {
    server.plays(
        JOBS,
        page("5", "more", job("a", "2")),
        refused(410, "Expired"),
        page("7", "more", job("a", "2")),
        page("7", "", job("b", "6")));
    follow();
    assertThat(seen).containsExactly("[a, b]");
    assertThat(from().getLast()).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource({"500, InternalError", "504, Timeout", "400, BadRequest"})
  void beginsAnewWhenTheServerDoesNotKnowTheVersion(int code, String reason) throws Exception {
    server.plays(JOBS, list("5"), refused(code, reason), list("3"), watch(bookmark("4")));
    follow();
    assertThat(from()).containsExactly("list", "5", "list", "3", "4");
  }

  @Test
  void doesNotPressAServerThatForgetsEachListAtOnce() throws Exception {
    PlayedApi.Act[] acts = new PlayedApi.Act[40];
    for (int i = 0; i < acts.length; i += 2) {
      acts[i] = list("" + i);
      acts[i + 1] = watch(error(410, "Expired"));
    }
    server.plays(JOBS, acts);
    follow();
    assertThat(pauses).hasSizeGreaterThanOrEqualTo(20);
    assertThat(longest()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(troubles).isNotEmpty();
  }

  @Test
  void findsNoTroubleInAServerThatForgetsAtEachRestart() throws Exception {
    PlayedApi.Act[] acts = new PlayedApi.Act[30];
    for (int i = 0; i < acts.length; i += 3) {
      acts[i] = list("" + i);
      acts[i + 1] = refused(503, "ServiceUnavailable");
      acts[i + 2] = watch(error(410, "Expired"));
    }
    server.plays(JOBS, acts);
    follow();
    assertThat(troubles).isEmpty();
  }

  @Test
  void doesNotPressAServerThatEndsEachWatchAtOnce() throws Exception {
    server.plays(JOBS, list("5"), watch(), watch(), watch(), watch(), watch(), watch());
    follow();
    assertThat(pauses).hasSizeGreaterThanOrEqualTo(6);
    assertThat(longest()).isBetween(Duration.ofMillis(800), Duration.ofMillis(1600));
    assertThat(troubles).as("that a watch ends is no trouble").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"401, Unauthorized", "403, Forbidden", "404, NotFound"})
  void endsWhenItMayNotReadAtAll(int code, String reason) {
    server.plays(JOBS, refused(code, reason));
    assertThatThrownBy(watcher::follow).isInstanceOf(Refused.class).hasMessageContaining(reason);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"401, Unauthorized", "403, Forbidden", "404, NotFound", "503, ServiceUnavailable"})
  void outlivesWhatAServerThatStartsRefuses(int code, String reason) throws Exception {
    server.plays(
        JOBS,
        list("5"),
        silent(),
        refused(code, reason),
        refused(code, reason),
        watch(event("ADDED", job("a", "6"))));
    follow();
    assertThat(from()).containsExactly("list", "5", "5", "5", "5", "6");
    assertThat(seen).containsExactly("[]", "+a");
  }

  @Test
  void endsWhenARightIsGoneForMinutes() {
    PlayedApi.Act[] acts = new PlayedApi.Act[100];
    java.util.Arrays.fill(acts, refused(403, "Forbidden"));
    acts[0] = list("5");
    server.plays(JOBS, acts);
    assertThatThrownBy(watcher::follow).isInstanceOf(Refused.class).hasMessageContaining("403");
    Duration waited = pauses.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
  }
}
