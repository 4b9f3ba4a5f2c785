package dev.tuneplan.kube.ends;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells a listener of several threads' news, one at a time. Each kind is followed by a thread of
 * its own and has the same trouble with the same server, which is told once until there is news.
 */
final class InTurn implements RunEnds.Listener {
  private final RunEnds.Listener listener;
  private final Set<String> troubles = new HashSet<>();

  InTurn(RunEnds.Listener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void live(RunRef run) {
    troubles.clear();
    listener.live(run);
  }

  @Override
  public synchronized void earlier(End end) {
    troubles.clear();
    listener.earlier(end);
  }

  @Override
  public synchronized void ended(End end) {
    troubles.clear();
    listener.ended(end);
  }

  @Override
  public synchronized void trouble(String sentence) {
    if (troubles.add(sentence)) {
      listener.trouble(sentence);
    }
  }
}
