package dev.tuneplan.reconcile.show;

import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.Slice;
import dev.tuneplan.cost.facts.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What each pod did when. */
final class Gantt {
  private static final double WIDTH = 900;
  private static final double LEFT = 250;
  private static final double RIGHT = 20;
  private static final double ROW = 30;
  private static final double BAR = 18;
  private static final double TOP = 8;
  private static final double AXIS = 26;
  private static final int TICKS = 6;
  private static final int LONGEST = 34;

  private Gantt() {}

  /** Of a run that has at least one pod. */
  static String of(RunCost cost) {
    List<PodCost> pods = cost.pods();
    Instant from = pods.getFirst().timeline().span().from();
    from = cost.facts().wall().map(Span::from).filter(from::isAfter).orElse(from);
    Instant to =
        pods.stream()
            .map(p -> p.timeline().span().to())
            .max(Comparator.naturalOrder())
            .orElse(from);
    Span whole = new Span(from, to);
    Svg svg = new Svg();
    double bottom = TOP + ROW * pods.size();
    Duration step = step(whole.length());
    for (Duration t = Duration.ZERO; t.compareTo(whole.length()) <= 0; t = t.plus(step)) {
      double x = x(whole, from.plus(t));
      svg.line("grid", x, TOP, x, bottom);
      svg.text("tick", x, bottom + 16, t.isZero() ? "0" : Numbers.length(t));
    }
    for (int i = 0; i < pods.size(); i++) {
      PodCost pod = pods.get(i);
      double y = TOP + ROW * i;
      svg.text("label", LEFT - 14, y + ROW / 2 + 4, label(pod));
      for (Slice slice : pod.timeline().slices()) {
        double begin = x(whole, slice.span().from());
        svg.box(
            "b-" + slice.bucket().word(),
            new Svg.Box(begin, y + (ROW - BAR) / 2, x(whole, slice.span().to()) - begin, BAR),
            slice.bucket().title() + ", " + Numbers.length(slice.span().length()));
      }
    }
    return svg.picture(
        WIDTH, bottom + AXIS, "What each pod did, from " + Numbers.minute(from) + " UTC on");
  }

  private static String label(PodCost pod) {
    String name = pod.pod().pod().name();
    String end =
        name.length() <= LONGEST ? name : "..." + name.substring(name.length() - LONGEST + 3);
    return end;
  }

  private static double x(Span whole, Instant at) {
    double nanos = Math.max(1, whole.length().toMillis());
    return LEFT + Duration.between(whole.from(), at).toMillis() / nanos * (WIDTH - LEFT - RIGHT);
  }

  /** A length that people count in. */
  private static Duration step(Duration whole) {
    long[] minutes = {1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440};
    for (long m : minutes) {
      if (whole.toMinutes() <= m * TICKS) {
        return Duration.ofMinutes(m);
      }
    }
    return Duration.ofDays(Math.max(1, whole.toDays() / TICKS + 1));
  }
}
