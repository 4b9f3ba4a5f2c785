package dev.tuneplan.kube.diff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Walks two trees side by side. */
final class Fields {
  /** What names the items of Kubernetes' lists. */
  private static final List<String> NAMES = List.of("name", "mountPath");

  private Fields() {}

  static void compare(
      String path, @Nullable Object there, @Nullable Object wanted, List<Difference> into) {
    if (there == null && wanted == null || there != null && there.equals(wanted)) {
      return;
    }
    if (trees(there, wanted)) {
      maps(path, map(there), map(wanted), into);
    } else if (lists(there, wanted)) {
      lists(path, list(there), list(wanted), into);
    } else {
      into.add(new Difference(path, Optional.ofNullable(there), Optional.ofNullable(wanted)));
    }
  }

  /** Two maps, or one with fields beside nothing. */
  private static boolean trees(@Nullable Object a, @Nullable Object b) {
    return a instanceof Map<?, ?> m && (b instanceof Map || b == null && !m.isEmpty())
        || a == null && b instanceof Map<?, ?> n && !n.isEmpty();
  }

  private static boolean lists(@Nullable Object a, @Nullable Object b) {
    return a instanceof List<?> l && (b instanceof List || b == null && !l.isEmpty())
        || a == null && b instanceof List<?> n && !n.isEmpty();
  }

  private static Map<?, ?> map(@Nullable Object tree) {
    return tree instanceof Map<?, ?> m ? m : Map.of();
  }

  private static List<?> list(@Nullable Object tree) {
    return tree instanceof List<?> l ? l : List.of();
  }

  private static void maps(String path, Map<?, ?> there, Map<?, ?> wanted, List<Difference> into) {
    Set<String> keys = new TreeSet<>();
    there.keySet().forEach(k -> keys.add(String.valueOf(k)));
    wanted.keySet().forEach(k -> keys.add(String.valueOf(k)));
    for (String key : keys) {
      compare(below(path, key), there.get(key), wanted.get(key), into);
    }
  }

  private static String below(String path, String key) {
    if (!key.matches("[A-Za-z0-9_-]+")) {
      return path + "['" + key + "']";
    }
    return path.isEmpty() ? key : path + "." + key;
  }

  private static void lists(String path, List<?> there, List<?> wanted, List<Difference> into) {
    Optional<String> name =
        NAMES.stream().filter(n -> names(n, there) && names(n, wanted)).findFirst();
    if (name.isPresent()) {
      Map<String, Object> before = byName(name.get(), there);
      Map<String, Object> after = byName(name.get(), wanted);
      Set<String> keys = new TreeSet<>(before.keySet());
      keys.addAll(after.keySet());
      keys.forEach(k -> compare(path + "[" + k + "]", before.get(k), after.get(k), into));
      return;
    }
    // what comes before and after the change is the same; one word more moves all that follow
    int head = alike(there, wanted);
    int tail =
        Math.min(
            alike(there.reversed(), wanted.reversed()),
            Math.min(there.size(), wanted.size()) - head);
    List<?> before = there.subList(head, there.size() - tail);
    List<?> after = wanted.subList(head, wanted.size() - tail);
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      compare(path + "[" + (head + i) + "]", at(before, i), at(after, i), into);
    }
  }

  private static @Nullable Object at(List<?> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }

  private static int alike(List<?> a, List<?> b) {
    int same = 0;
    while (same < Math.min(a.size(), b.size()) && a.get(same).equals(b.get(same))) {
      same++;
    }
    return same;
  }

  /** Whether each item is named by a key, and none as another. */
  private static boolean names(String key, List<?> items) {
    return items.stream().allMatch(i -> i instanceof Map<?, ?> m && m.get(key) instanceof String)
        && items.stream().map(i -> map(i).get(key)).distinct().count() == items.size();
  }

  private static Map<String, Object> byName(String key, List<?> items) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (Object item : items) {
      Map<Object, Object> rest = new LinkedHashMap<>(map(item));
      named.put(String.valueOf(rest.remove(key)), rest);
    }
    return named;
  }
}
