package dev.tuneplan.kube.api;

import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.ClusterFault.Unreachable;
import dev.tuneplan.objects.KubeObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Follows all objects of a kind in a scope. A watch that the server ended, or that broke, goes on
 * from the version it was at, so nothing in between is missed; where the server cannot go on from
 * there (410), it begins anew with a list, so that what happened in between is seen as a
 * difference. Every object is reduced as it comes: no more than a page of whole ones is in memory.
 *
 * @param <T> what is kept of an object
 */
public final class Watcher<T> {
  /** Refusals that a server which starts, or has too much to do, takes back. */
  private static final Set<Integer> PASSING = Set.of(401, 403, 404, 429, 503);

  private static final Set<Integer> FINAL = Set.of(401, 403, 404);

  /** How long a right that was there may be away: a server that starts knows no rights yet. */
  private static final Duration LONGEST_REFUSED = Duration.ofMinutes(5);

  private final ClusterApi api;
  private final Patience.Pause pause;
  private final Resource resource;
  private final Scope scope;
  private final Function<KubeObject, T> reduce;
  private final Listener<T> listener;
  private String version = "";
  private boolean listed;
  private int faults;
  private int empty;
  private int anew;
  private Duration waited = Duration.ZERO;

  /** Takes what is seen; called by the thread that follows, and by no other. */
  public interface Listener<T> {
    /** All that there is, instead of what was known before. */
    void all(List<T> objects);

    /** One that is new or changed; it may be told more than once. */
    void put(T object);

    /** One that was deleted, as it was last. */
    void gone(T object);

    /** The server does not answer, or refused, more than once in a row; it is tried again. */
    void trouble(String sentence);
  }

  /** Of a scope; nothing is asked yet. */
  public Watcher(
      ClusterApi api,
      Resource resource,
      Scope scope,
      Function<KubeObject, T> reduce,
      Listener<T> listener) {
    this.pause = api.patience().pause();
    this.api = api.with(new Patience(Duration.ZERO, pause));
    this.resource = resource;
    this.scope = scope;
    this.reduce = reduce;
    this.listener = listener;
  }

  /**
   * Follows until this thread is interrupted.
   *
   * @throws Refused when the server does not let this be read: at the first call, or for minutes
   */
  public void follow() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        round();
        // the server ends a watch after some minutes; one that ends each at once is not pressed
        empty++;
        pause(Patience.before(Math.min(empty, 4)));
      } catch (Refused e) {
        refused(e);
      } catch (Unreachable e) {
        again(e.sentence(), Duration.ZERO);
      } catch (IOException e) {
        again("the watch of " + resource.word() + " broke (" + e.getMessage() + ")", Duration.ZERO);
      }
    }
  }

  private void round() throws IOException {
    if (version.isEmpty()) {
      Listing.Reduced<T> all = Listing.reduced(api, resource, scope, reduce);
      listed = true;
      faults = 0;
      waited = Duration.ZERO;
      listener.all(all.items());
      version = all.version();
    }
    try (WatchStream stream = api.watch(resource, scope, version)) {
      Optional<WatchStream.Event> next = stream.next();
      while (next.isPresent()) {
        faults = 0;
        empty = 0;
        anew = 0;
        waited = Duration.ZERO;
        WatchStream.Event event = next.get();
        switch (event.type()) {
          case "ADDED", "MODIFIED" -> listener.put(reduce.apply(event.object()));
          case "DELETED" -> listener.gone(reduce.apply(event.object()));
          default -> {
            // a bookmark says how far the server is, and nothing else
          }
        }
        version = event.object().resourceVersion();
        next = stream.next();
      }
    }
  }

  private void refused(Refused e) {
    boolean ends = FINAL.contains(e.code());
    if (ends && (!listed || waited.compareTo(LONGEST_REFUSED) >= 0)) {
      throw e;
    }
    if (PASSING.contains(e.code())) {
      again(e.sentence(), e.after());
    } else {
      // too old a version, or one that this server does not know
      version = "";
      anew++;
      if (anew > 3) {
        listener.trouble(e.sentence());
      }
      pause(Patience.before(anew));
    }
  }

  private void again(String sentence, Duration asked) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    faults++;
    // only lists that are forgotten one after the other are trouble
    anew = 0;
    if (faults > 1) {
      // a single fault is a server that ended a connection
      listener.trouble(sentence);
    }
    Duration wait = Patience.before(faults);
    pause(asked.compareTo(wait) > 0 ? asked : wait);
  }

  private void pause(Duration time) {
    waited = waited.plus(time);
    try {
      pause.of(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
