package dev.tuneplan.kube.ends;

import static dev.tuneplan.kube.ends.Runners.complete;
import static dev.tuneplan.kube.ends.Runners.condition;
import static dev.tuneplan.kube.ends.Runners.failed;
import static dev.tuneplan.kube.ends.Runners.json;
import static dev.tuneplan.kube.ends.Runners.live;
import static dev.tuneplan.kube.ends.Runners.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FollowingTest {
  private static final String DELETING = ",\"deletionTimestamp\":\"2026-11-25T11:00:00Z\"";

  private final Told told = new Told();
  private final Following following = new Following(told);

  private void all(String... objects) {
    following.all(List.of(objects).stream().map(Runners::seen).toList());
  }

  @Test
  void tellsAnEndOnceHoweverOftenItIsSeen() {
    all(live("a"), live("b"));
    following.put(seen(live("a")));
    following.put(seen(complete("a")));
    following.put(seen(complete("a")));
    following.put(seen(failed("b")));
    all(complete("a"), failed("b"));
    following.gone(seen(complete("a")));
    all(failed("b"));
    all();
    assertThat(told.lines())
        .containsExactly(
            "live a",
            "live b",
            "ended a FINISHED CompletionsReached: all pods",
            "ended b FAILED BackoffLimitExceeded: too many");
  }

  @Test
  void tellsRunsThatHadEndedApartFromThoseThatEnd() {
    all(complete("a"), live("b"));
    all(complete("a"), complete("b"), failed("c"));
    assertThat(told.lines())
        .containsExactly(
            "earlier a FINISHED CompletionsReached: all pods",
            "live b",
            "ended b FINISHED CompletionsReached: all pods",
            "ended c FAILED BackoffLimitExceeded: too many");
  }

  @Test
  void noticesByTheNextListWhatWasDeletedMeanwhile() {
    all(live("a"), live("b"));
    all(live("b"));
    assertThat(told.lines().getLast())
        .isEqualTo(
            "ended a DELETED was deleted while the API server could not be watched;"
                + " it may have ended before");
    assertThat(told.lines()).hasSize(3);
  }

  @Test
  void knowsARunThatWasMadeAnewByItsUid() {
    all(json("1", "", "").replace("bot-1", "bot"));
    all(json("2", "", "").replace("bot-2", "bot"));
    assertThat(told.lines()).hasSize(3).contains("live 1", "live 2");
    assertThat(told.lines().get(1)).startsWith("ended 1 DELETED");
  }

  @Test
  void tellsThatARunIsDeletedWhenItIsGone() {
    all(live("a"));
    following.put(seen(json("a", DELETING, "")));
    assertThat(told.lines()).containsExactly("live a");
    following.gone(seen(json("a", DELETING, "")));
    assertThat(told.lines()).containsExactly("live a", "ended a DELETED was deleted");
  }

  @Test
  void tellsHowARunEndedThatIsDeletedAtOnceAfterIt() {
    all(live("a"));
    String ended = condition("Complete", "CompletionsReached", "all pods");
    following.gone(seen(json("a", DELETING, ended)));
    assertThat(told.lines().getLast()).startsWith("ended a FINISHED");
  }

  @Test
  void tellsWhoCancelledARunAndNotThatADeadlineWasOver() {
    String by = ",\"annotations\":{\"tuneplan.dev/cancelled\":\"by ann at noon\"}";
    all(live("a"), live("b"));
    following.put(seen(json("a", by, condition("Failed", "DeadlineExceeded", "too long"))));
    following.put(seen(json("b", by, condition("Complete", "CompletionsReached", "all pods"))));
    assertThat(told.lines())
        .contains("ended a CANCELLED cancelled by ann at noon")
        .contains("ended b FINISHED CompletionsReached: all pods");
  }

  @Test
  void leavesTheJobsOfAJobSetToIt() {
    String owned =
        ",\"ownerReferences\":[{\"apiVersion\":\"jobset.x-k8s.io/v1alpha2\",\"kind\":\"JobSet\"}]";
    String others =
        ",\"ownerReferences\":[{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"Workflow\"}]";
    all(json("a", owned, ""), json("b", others, ""));
    following.put(seen(json("a", owned, condition("Complete", "", ""))));
    following.gone(seen(json("a", owned, "")));
    assertThat(told.lines()).containsExactly("live b");
  }

  @Test
  void saysWhenByTheClustersClock() {
    assertThat(seen(failed("a")).end().orElseThrow().at())
        .contains(Instant.parse("2026-11-25T10:00:00Z"));
    assertThat(seen(json("a", DELETING, "")).ifGone().at())
        .contains(Instant.parse("2026-11-25T11:00:00Z"));
    assertThat(seen(live("a")).end()).isEmpty();
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  /** A history with gaps, after each of which all that is there is listed. */
  @ParameterizedTest
  @MethodSource("seeds")
  void tellsEveryEndOfARunThatItSawOnceWhateverItMissed(int seed) {
    Random random = new Random(seed);
    Map<String, String> there = new TreeMap<>();
    Set<String> heardOf = new HashSet<>();
    Map<String, String> ends = new HashMap<>();
    boolean watching = true;
    all();
    for (int step = 0; step < 300; step++) {
      String uid = "" + (there.isEmpty() ? 0 : pick(random, there));
      if (random.nextInt(10) == 0) {
        watching = !watching;
        if (watching) {
          all(there.values().toArray(new String[0]));
          heardOf.addAll(there.keySet());
        }
      }
      if (there.isEmpty() || random.nextInt(3) == 0) {
        uid = "" + step;
        there.put(uid, live(uid));
        if (watching) {
          heardOf.add(uid);
          following.put(seen(live(uid)));
        }
      } else if (random.nextBoolean() && there.get(uid).equals(live(uid))) {
        there.put(uid, random.nextBoolean() ? complete(uid) : failed(uid));
        ends.put(uid, there.get(uid).equals(complete(uid)) ? "FINISHED" : "FAILED");
        if (watching) {
          following.put(seen(there.get(uid)));
        }
      } else {
        String last = there.remove(uid);
        ends.putIfAbsent(uid, "DELETED");
        if (watching) {
          following.gone(seen(last));
        }
      }
      if (watching && random.nextInt(5) == 0) {
        // the server may tell again what is known
        there.values().forEach(o -> following.put(seen(o)));
      }
    }
    all(there.values().toArray(new String[0]));
    heardOf.addAll(there.keySet());
    List<String> toldEnds = new ArrayList<>(told.lines());
    toldEnds.removeIf(line -> !line.startsWith("ended "));
    Set<String> expected = new HashSet<>(ends.keySet());
    expected.retainAll(heardOf);
    assertThat(toldEnds.stream().map(l -> l.split(" ")[1]))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(expected);
    // one that ended and went in the same gap may be told as deleted, and nothing else
    assertThat(toldEnds)
        .allMatch(l ->
            l.split(" ")[2].equals(ends.get(l.split(" ")[1]))
                || l.contains("it may have ended before"));
  }

  private static String pick(Random random, Map<String, String> there) {
    return List.copyOf(there.keySet()).get(random.nextInt(there.size()));
  }
}
