package dev.tuneplan.kube.ends;

import dev.tuneplan.kube.api.Watcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes ends of what is seen of the objects of one kind, each end once. Remembers of a live run
 * which it is, of an ended one the uid, and of one that is gone nothing.
 */
final class Following implements Watcher.Listener<Seen> {
  private final RunEnds.Listener told;
  private final Map<String, RunRef> live = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private boolean begun;

  Following(RunEnds.Listener told) {
    this.told = told;
  }

  @Override
  public void all(List<Seen> objects) {
    Set<String> there = new HashSet<>();
    objects.forEach(o -> there.add(o.run().uid()));
    List<RunRef> missed = new ArrayList<>(live.values());
    missed.removeIf(run -> there.contains(run.uid()));
    missed.forEach(run -> end(End.missed(run)));
    ended.retainAll(there);
    objects.forEach(begun ? this::put : this::first);
    begun = true;
  }

  /** What had ended before anybody followed is no news. */
  private void first(Seen seen) {
    if (seen.part() || seen.end().isEmpty()) {
      put(seen);
    } else {
      ended.add(seen.run().uid());
      told.earlier(seen.end().get());
    }
  }

  @Override
  public void put(Seen seen) {
    if (seen.part() || ended.contains(seen.run().uid())) {
      return;
    }
    if (seen.end().isPresent()) {
      end(seen.end().get());
    } else if (live.put(seen.run().uid(), seen.run()) == null) {
      told.live(seen.run());
    }
  }

  @Override
  public void gone(Seen seen) {
    if (!seen.part() && !ended.contains(seen.run().uid())) {
      end(seen.ifGone());
    }
    ended.remove(seen.run().uid());
  }

  private void end(End end) {
    live.remove(end.run().uid());
    ended.add(end.run().uid());
    told.ended(end);
  }

  @Override
  public void trouble(String sentence) {
    told.trouble(sentence);
  }
}
