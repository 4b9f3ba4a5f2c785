package dev.tuneplan.kube.diff;

import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of an object somebody wrote and would write again: not what the server and the controllers
 * write into it, nor who made it with which version.
 *
 * @param queues whether labels of queues are compared; those of a run that is held are not there
 *     yet
 */
record Essence(boolean queues) {
  /** kubectl's own copy of what was applied. */
  private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final Set<String> MARKS = Set.of("metadata", "labels", "annotations");

  /**
   * Of an object.
   *
   * @param renamed values that stand for others, since the objects have names and uids of their own
   */
  Map<String, Object> of(KubeObject object, Map<String, String> renamed) {
    Map<String, Object> all = new TreeMap<>();
    object.map().forEach((key, value) -> put(all, String.valueOf(key), value, renamed));
    all.keySet().removeAll(List.of("apiVersion", "kind", "status"));
    if (all.get("metadata") instanceof Map<?, ?> metadata) {
      metadata.keySet().retainAll(List.of("labels", "annotations"));
    }
    // a state and no wish: queues and people hold and begin a run with it
    if (all.get("spec") instanceof Map<?, ?> spec) {
      spec.remove("suspend");
    }
    return all;
  }

  private void put(
      Map<String, Object> into, String key, @Nullable Object value, Map<String, String> renamed) {
    if (value != null) {
      Object copy = copy(value, renamed);
      if (copy instanceof Map<?, ?> m && MARKS.contains(key)) {
        m.keySet().removeIf(k -> !compared(String.valueOf(k)));
        if (m.isEmpty()) {
          // as controllers leave it that write an object back
          return;
        }
      }
      into.put(key, copy);
    }
  }

  private boolean compared(String label) {
    return !label.equals(Labels.OWNER)
        && !label.equals(Labels.VERSION)
        && !label.equals(APPLIED)
        && (queues || !label.startsWith(Labels.KUEUE));
  }

  private Object copy(Object value, Map<String, String> renamed) {
    return switch (value) {
      case Map<?, ?> m -> {
        Map<String, Object> copy = new TreeMap<>();
        m.forEach((k, v) -> put(copy, String.valueOf(k), v, renamed));
        yield copy;
      }
      case List<?> l -> {
        List<Object> copy = new ArrayList<>();
        l.forEach(v -> copy.add(copy(v, renamed)));
        yield copy;
      }
      case String s -> renamed.getOrDefault(s, s);
      default -> value;
    };
  }
}
