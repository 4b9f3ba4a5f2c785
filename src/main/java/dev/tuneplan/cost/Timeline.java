package dev.tuneplan.cost;

import dev.tuneplan.cost.facts.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A pod's billed time, cut into buckets without a gap and without an overlap: it begins as one
 * stretch, and painting over it moves borders but adds and takes nothing.
 *
 * @param slices in order; each begins where the one before ended, and none is empty unless all of
 *     it is
 */
public record Timeline(List<Slice> slices) {
  public Timeline {
    slices = List.copyOf(slices);
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("a timeline has at least one slice");
    }
    for (int i = 1; i < slices.size(); i++) {
      if (!slices.get(i).span().from().equals(slices.get(i - 1).span().to())) {
        throw new IllegalArgumentException(
            "slices must join, was " + slices.get(i - 1) + ", " + slices.get(i));
      }
    }
  }

  /** All of it in one bucket. */
  public static Timeline of(Bucket bucket, Span span) {
    return new Timeline(List.of(new Slice(bucket, span)));
  }

  /** The whole. */
  public Span span() {
    return new Span(slices.getFirst().span().from(), slices.getLast().span().to());
  }

  /** Puts what is inside a span into a bucket; what of the span lies outside is left out. */
  public Timeline paint(Bucket bucket, Span over) {
    return paint(bucket, over, List.of(Bucket.values()));
  }

  /** The same for time that is in one bucket so far, and not for others. */
  public Timeline repaint(Bucket from, Bucket to, Span over) {
    return paint(to, over, List.of(from));
  }

  private Timeline paint(Bucket bucket, Span over, List<Bucket> only) {
    List<Slice> cut = new ArrayList<>();
    for (Slice slice : slices) {
      Span hit = slice.span().within(over);
      if (hit.length().isZero() || !only.contains(slice.bucket())) {
        add(cut, slice.bucket(), slice.span());
        continue;
      }
      add(cut, slice.bucket(), new Span(slice.span().from(), hit.from()));
      add(cut, bucket, hit);
      add(cut, slice.bucket(), new Span(hit.to(), slice.span().to()));
    }
    return cut.isEmpty() ? this : new Timeline(cut);
  }

  private static void add(List<Slice> slices, Bucket bucket, Span span) {
    if (span.length().isZero()) {
      return;
    }
    if (!slices.isEmpty() && slices.getLast().bucket() == bucket) {
      Instant from = slices.removeLast().span().from();
      slices.add(new Slice(bucket, new Span(from, span.to())));
    } else {
      slices.add(new Slice(bucket, span));
    }
  }

  /** How long a bucket's slices are together. */
  public Duration in(Bucket bucket) {
    return slices.stream()
        .filter(s -> s.bucket() == bucket)
        .map(s -> s.span().length())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
