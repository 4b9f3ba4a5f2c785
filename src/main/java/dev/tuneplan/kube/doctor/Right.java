package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.render.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One verb that a role gives.
 *
 * @param role by which it is given
 * @param everywhere whether that is a ClusterRole: the whole cluster, not a namespace
 * @param group API group; empty for the core
 * @param resource plural, with its part behind a slash if it is one
 * @param verb such as create
 */
public record Right(String role, boolean everywhere, String group, String resource, String verb) {
  /** Every right that the roles of a file give, in its order: they cannot drift from it. */
  public static List<Right> of(Template file) {
    List<Right> rights = new ArrayList<>();
    for (Map<String, Object> object : file.objects()) {
      boolean everywhere = "ClusterRole".equals(object.get("kind"));
      if ((everywhere || "Role".equals(object.get("kind")))
          && object.get("metadata") instanceof Map<?, ?> metadata
          && object.get("rules") instanceof List<?> rules) {
        String role = String.valueOf(metadata.get("name"));
        rules.forEach(rule -> add(role, everywhere, rule, rights));
      }
    }
    return rights;
  }

  private static void add(String role, boolean everywhere, Object rule, List<Right> rights) {
    for (String group : texts(rule, "apiGroups")) {
      for (String resource : texts(rule, "resources")) {
        for (String verb : texts(rule, "verbs")) {
          rights.add(new Right(role, everywhere, group, resource, verb));
        }
      }
    }
  }

  private static List<String> texts(Object rule, String key) {
    return rule instanceof Map<?, ?> m && m.get(key) instanceof List<?> l
        ? l.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** As kubectl names it, such as {@code jobs.batch}. */
  String word() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  /** What asks the server for it (authorization.k8s.io/v1, SelfSubjectAccessReview). */
  Map<String, Object> review(String namespace) {
    int slash = resource.indexOf('/');
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (!everywhere) {
      attributes.put("namespace", namespace);
    }
    attributes.put("verb", verb);
    attributes.put("group", group);
    attributes.put("resource", slash < 0 ? resource : resource.substring(0, slash));
    if (slash >= 0) {
      attributes.put("subresource", resource.substring(slash + 1));
    }
    Map<String, Object> review = new LinkedHashMap<>();
    review.put("apiVersion", "authorization.k8s.io/v1");
    review.put("kind", "SelfSubjectAccessReview");
    review.put("spec", Map.of("resourceAttributes", attributes));
    return review;
  }
}
