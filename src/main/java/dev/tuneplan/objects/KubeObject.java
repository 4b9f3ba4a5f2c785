package dev.tuneplan.objects;

import dev.tuneplan.files.PlainTree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as the server gave it, whatever fields it has.
 *
 * @param value plain maps, lists, texts, numbers and booleans
 */
public record KubeObject(@Nullable Object value) implements PlainTree {
  /** The objects of a list of Kubernetes. */
  public List<KubeObject> members() {
    return items("items").stream().map(i -> new KubeObject(i.value())).toList();
  }

  /** {@code metadata.name}. */
  public String name() {
    return text("metadata", "name").orElse("");
  }

  /** {@code metadata.namespace}. */
  public String namespace() {
    return text("metadata", "namespace").orElse("");
  }

  /** {@code metadata.uid}. */
  public String uid() {
    return text("metadata", "uid").orElse("");
  }

  /** {@code metadata.resourceVersion}. */
  public String resourceVersion() {
    return text("metadata", "resourceVersion").orElse("");
  }

  /** When it was made. */
  public Optional<Instant> created() {
    return time("metadata", "creationTimestamp");
  }

  /** Since when it is being deleted. */
  public Optional<Instant> deleted() {
    return time("metadata", "deletionTimestamp");
  }

  /** All labels, in the object's order. */
  public Map<String, String> labels() {
    return texts("metadata", "labels");
  }

  /** A label. */
  public Optional<String> label(String key) {
    return text("metadata", "labels", key);
  }

  /** An annotation. */
  public Optional<String> annotation(String key) {
    return text("metadata", "annotations", key);
  }

  /** A condition of its status, True or not; nothing when there is none. */
  public PlainTree condition(String type) {
    return at("status").item("conditions", "type", type);
  }

  /** A condition of this status, such as True. */
  public Optional<PlainTree> condition(String type, String status) {
    return Optional.of(condition(type))
        .filter(c -> c.text("status").filter(status::equals).isPresent());
  }

  /** When a condition became True; empty when it is not. */
  public Optional<Instant> since(String type) {
    return condition(type, "True").flatMap(c -> c.time("lastTransitionTime"));
  }
}
