package dev.tuneplan.kube.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An object as the server gave it, whatever fields it has.
 *
 * @param tree plain maps, lists, texts, numbers and booleans
 */
public record KubeObject(Map<?, ?> tree) {
  /** An object of what was parsed; what is no mapping is an empty one. */
  public static KubeObject of(@Nullable Object parsed) {
    return new KubeObject(parsed instanceof Map<?, ?> m ? m : Map.of());
  }

  /** What is at a path; null when nothing is. */
  public @Nullable Object at(String... path) {
    Object inner = tree;
    for (String key : path) {
      if (!(inner instanceof Map<?, ?> m)) {
        return null;
      }
      inner = m.get(key);
    }
    return inner;
  }

  /** A text, or the text of a number or a truth value. */
  public Optional<String> text(String... path) {
    Object value = at(path);
    return value == null || value instanceof Map || value instanceof List
        ? Optional.empty()
        : Optional.of(value.toString());
  }

  /** A whole number. */
  public OptionalLong whole(String... path) {
    return at(path) instanceof Number n ? OptionalLong.of(n.longValue()) : OptionalLong.empty();
  }

  /** A number. */
  public OptionalDouble number(String... path) {
    return at(path) instanceof Number n
        ? OptionalDouble.of(n.doubleValue())
        : OptionalDouble.empty();
  }

  /** Whether it says true. */
  public boolean flag(String... path) {
    return Boolean.TRUE.equals(at(path));
  }

  /** A time. */
  public Optional<Instant> time(String... path) {
    try {
      return text(path).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The objects of a list; none when there is no list. */
  public List<KubeObject> items(String... path) {
    return at(path) instanceof List<?> l ? l.stream().map(KubeObject::of).toList() : List.of();
  }

  /** An object inside. */
  public KubeObject in(String... path) {
    return of(at(path));
  }

  /** The one of a list whose key has this value; an empty one when there is none. */
  public KubeObject item(String list, String key, String value) {
    return items(list).stream()
        .filter(o -> o.text(key).filter(value::equals).isPresent())
        .findFirst()
        .orElse(new KubeObject(Map.of()));
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

  /** A label. */
  public Optional<String> label(String key) {
    return text("metadata", "labels", key);
  }

  /** An annotation. */
  public Optional<String> annotation(String key) {
    return text("metadata", "annotations", key);
  }

  /** A condition of its status that is True. */
  public Optional<KubeObject> condition(String type) {
    return in("status").items("conditions").stream()
        .filter(c -> c.text("type").filter(type::equals).isPresent())
        .filter(c -> c.text("status").filter("True"::equals).isPresent())
        .findFirst();
  }
}
