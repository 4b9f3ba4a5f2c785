package dev.tuneplan.kube.api;

import dev.tuneplan.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Objects as they were at one version.
 *
 * @param items in the server's order
 * @param version from which a watch goes on
 */
public record Listing(List<KubeObject> items, String version) {
  private static final int TRIES = 3;

  public Listing {
    items = List.copyOf(items);
  }

  static Listing of(ClusterApi api, Resource resource, Scope scope) {
    Reduced<KubeObject> all = reduced(api, resource, scope, o -> o);
    return new Listing(all.items(), all.version());
  }

  /**
   * The same, each object reduced as it comes: thousands of whole objects are much memory.
   *
   * @param items what was made of the objects
   */
  record Reduced<T>(List<T> items, String version) {}

  /** A server forgets a list that is read too slowly (410): it is begun anew, a few times. */
  static <T> Reduced<T> reduced(
      ClusterApi api, Resource resource, Scope scope, Function<KubeObject, T> reduce) {
    for (int tries = 1; ; tries++) {
      try {
        return once(api, resource, scope, reduce);
      } catch (ClusterFault.Refused e) {
        if (!e.expired() || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private static <T> Reduced<T> once(
      ClusterApi api, Resource resource, Scope scope, Function<KubeObject, T> reduce) {
    List<T> items = new ArrayList<>();
    String version = "";
    String next = "";
    do {
      ClusterApi.Page page = api.page(resource, scope, next);
      page.items().forEach(o -> items.add(reduce.apply(o)));
      version = page.version();
      next = page.next();
    } while (!next.isEmpty());
    return new Reduced<>(items, version);
  }
}
