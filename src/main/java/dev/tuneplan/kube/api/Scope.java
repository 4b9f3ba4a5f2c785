package dev.tuneplan.kube.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which objects.
 *
 * @param namespace empty: those of the whole cluster
 * @param labels a selector such as {@code app=x,run in (a,b)}; empty: all
 * @param fields a selector such as {@code metadata.name=x}; empty: all
 */
public record Scope(Optional<String> namespace, String labels, String fields) {
  /** Those with labels in a namespace. */
  public static Scope labelled(String namespace, String labels) {
    return new Scope(Optional.of(namespace), labels, "");
  }

  /** Those of a cluster. */
  public static Scope everywhere() {
    return new Scope(Optional.empty(), "", "");
  }

  /** The one of a name. */
  public static Scope named(String namespace, String name) {
    return new Scope(Optional.of(namespace), "", "metadata.name=" + name);
  }

  String path(Resource resource) {
    return namespace.map(resource::path).orElseGet(resource::path);
  }

  Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    if (!labels.isEmpty()) {
      query.put("labelSelector", labels);
    }
    if (!fields.isEmpty()) {
      query.put("fieldSelector", fields);
    }
    return query;
  }
}
