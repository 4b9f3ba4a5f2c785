package dev.tuneplan.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.cost.facts.Mark;
import dev.tuneplan.cost.facts.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");

  private static Span span(long from, long to) {
    return new Span(NINE.plusSeconds(from), NINE.plusSeconds(to));
  }

  @Test
  void paintingMovesBordersAndJoinsNeighbours() {
    Timeline line =
        Timeline.of(Bucket.SETUP, span(0, 100))
            .paint(Bucket.TRAINING, span(20, 60))
            .paint(Bucket.TRAINING, span(60, 80))
            .paint(Bucket.TEARDOWN, span(80, 500));
    assertThat(line.slices())
        .containsExactly(
            new Slice(Bucket.SETUP, span(0, 20)),
            new Slice(Bucket.TRAINING, span(20, 80)),
            new Slice(Bucket.TEARDOWN, span(80, 100)));
  }

  @Test
  void repaintingLeavesOtherBucketsAlone() {
    Timeline line =
        Timeline.of(Bucket.TRAINING, span(0, 100))
            .paint(Bucket.CHECKPOINT, span(40, 50))
            .repaint(Bucket.TRAINING, Bucket.LOST, span(30, 100));
    assertThat(line.in(Bucket.LOST)).hasSeconds(60);
    assertThat(line.in(Bucket.CHECKPOINT)).hasSeconds(10);
    assertThat(line.in(Bucket.TRAINING)).hasSeconds(30);
  }

  @Test
  void slicesWithAGapAreRefused() {
    assertThatThrownBy(() ->
            new Timeline(
                List.of(new Slice(Bucket.PULL, span(0, 5)), new Slice(Bucket.SETUP, span(6, 9)))))
        .hasMessageContaining("join");
  }

  @Test
  void whateverIsPaintedNothingIsAddedOrTakenAway() {
    Random random = new Random(11);
    for (int run = 0; run < 2000; run++) {
      Timeline line = Timeline.of(Bucket.PULL, span(0, 1000));
      for (int i = 0; i < 12; i++) {
        long from = random.nextLong(-50, 1050);
        Span over = span(from, from + random.nextLong(0, 300));
        Bucket bucket = Bucket.values()[random.nextInt(Bucket.values().length)];
        Bucket other = Bucket.values()[random.nextInt(Bucket.values().length)];
        line = random.nextBoolean() ? line.paint(bucket, over) : line.repaint(other, bucket, over);
      }
      Duration sum =
          Arrays.stream(Bucket.values()).map(line::in).reduce(Duration.ZERO, Duration::plus);
      assertThat(sum).hasSeconds(1000);
      assertThat(line.span()).isEqualTo(span(0, 1000));
    }
  }

  @Test
  void aGapIsWhatStepsDoNotExplain() {
    List<Mark> marks = new ArrayList<>();
    long[] seconds = {0, 10, 20, 30, 100, 110};
    for (int i = 0; i < seconds.length; i++) {
      marks.add(new Mark(NINE.plusSeconds(seconds[i]), i + 1, OptionalLong.empty()));
    }
    Pace pace = new Pace(marks);
    assertThat(pace.stepSeconds()).hasValue(10);
    assertThat(pace.gaps()).hasSize(1);
    assertThat(pace.gaps().getFirst().excess()).hasSeconds(60);
    assertThat(pace.gaps().getFirst().from()).isEqualTo(NINE.plusSeconds(40));
    assertThat(pace.at(3)).isEqualTo(NINE.plusSeconds(20));
    assertThat(pace.at(99)).isEqualTo(NINE.plusSeconds(110));
  }
}
