package dev.tuneplan.kube.ends;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a listener is told. */
final class Told implements RunEnds.Listener {
  private final List<String> lines = new ArrayList<>();

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public synchronized void live(RunRef run) {
    lines.add("live " + run.uid());
  }

  @Override
  public synchronized void earlier(End end) {
    lines.add("earlier " + text(end));
  }

  @Override
  public synchronized void ended(End end) {
    lines.add("ended " + text(end));
  }

  @Override
  public synchronized void trouble(String sentence) {
    lines.add("trouble " + sentence);
  }

  private static String text(End end) {
    return end.run().uid() + " " + end.how() + " " + end.why();
  }
}
