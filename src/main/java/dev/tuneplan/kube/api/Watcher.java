package dev.tuneplan.kube.api;

import dev.tuneplan.kube.api.ClusterFault.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Follows all objects of a kind in a scope for as long as its thread lives. A watch that the server
 * ended, or that broke, goes on from the version it was at; one that the server cannot go on from
 * (410) begins anew with a list, so that what happened in between is seen as a difference.
 *
 * @param <T> what is kept of an object
 */
public final class Watcher<T> implements Runnable {
  private final ClusterApi api;
  private final Resource resource;
  private final Scope scope;
  private final Function<KubeObject, T> reduce;
  private final Listener<T> listener;
  private String version = "";
  private int faults;

  /** Takes what is seen; called by the watcher's thread alone. */
  public interface Listener<T> {
    /** All that there is, instead of what was known before. */
    void all(List<T> objects);

    /** One that is new or changed. */
    void put(T object);

    /** One that was deleted, as it was last. */
    void gone(T object);

    /** The server does not answer, or refused; it is tried again. */
    void trouble(String sentence);
  }

  /** Follows a scope. */
  public Watcher(
      ClusterApi api,
      Resource resource,
      Scope scope,
      Function<KubeObject, T> reduce,
      Listener<T> listener) {
    this.api = api.with(new Patience(Duration.ZERO, Patience.Pause.REAL));
    this.resource = resource;
    this.scope = scope;
    this.reduce = reduce;
    this.listener = listener;
  }

  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        round();
        faults = 0;
      } catch (Refused e) {
        if (e.expired()) {
          version = "";
        } else if (e.code() == 403 || e.code() == 401 || e.notFound()) {
          // no patience mends these
          listener.trouble(e.sentence());
          return;
        } else {
          wait(e.sentence());
        }
      } catch (ClusterFault.Unreachable e) {
        wait(e.sentence());
      } catch (IOException e) {
        wait("the watch of " + resource.word() + " broke (" + e.getMessage() + ")");
      }
    }
  }

  private void round() throws IOException {
    if (version.isEmpty()) {
      Listing.Reduced<T> all = Listing.reduced(api, resource, scope, reduce);
      listener.all(all.items());
      version = all.version();
    }
    try (WatchStream stream = api.watch(resource, scope, version)) {
      Optional<WatchStream.Event> next = stream.next();
      while (next.isPresent()) {
        faults = 0;
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

  private void wait(String sentence) {
    faults++;
    if (faults > 1) {
      // a single fault is a server that ended a connection
      listener.trouble(sentence);
    }
    try {
      Patience.Pause.REAL.of(Patience.before(faults));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
