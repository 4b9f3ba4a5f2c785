package dev.tuneplan.kube.render;

import java.util.Map;

/** Variables of a container's environment, as Kubernetes writes them. */
final class Variables {
  private Variables() {}

  static Map<String, Object> plain(String name, String value) {
    return Tree.of("name", name, "value", value);
  }

  /** With a value of the pod's own fields. */
  static Map<String, Object> field(String name, String path) {
    return from(name, "fieldRef", Tree.of("fieldPath", path));
  }

  /** The pod's number among those of its Job. */
  static Map<String, Object> index(String name) {
    return field(name, "metadata.annotations['batch.kubernetes.io/job-completion-index']");
  }

  /**
   * With a value that is never read here.
   *
   * @param secret its Secret's name and the key in it, as {@code NAME/KEY}
   */
  static Map<String, Object> secret(String name, String secret) {
    int slash = secret.indexOf('/');
    return from(
        name,
        "secretKeyRef",
        Tree.of("name", secret.substring(0, slash), "key", secret.substring(slash + 1)));
  }

  private static Map<String, Object> from(String name, String kind, Map<String, Object> where) {
    return Tree.of("name", name, "valueFrom", Tree.of(kind, where));
  }
}
