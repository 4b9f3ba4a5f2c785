package dev.tuneplan.kube.render;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kubernetes YAML over which a run is laid.
 *
 * @param objects in the order of the file
 */
public record Template(List<Map<String, Object>> objects) {
  public Template {
    objects = List.copyOf(objects);
  }

  /**
   * Parses a file's text, which may hold several documents.
   *
   * @throws InvalidInput when it is no YAML, or an object has no kind
   */
  public static Template parse(String name, String text) {
    List<Map<String, Object>> objects = new ArrayList<>();
    StringBuilder document = new StringBuilder();
    int begins = 0;
    int line = 0;
    for (String each : text.lines().toList()) {
      line++;
      if (each.stripTrailing().equals("---")) {
        add(name, document, begins, objects);
        document.setLength(0);
        begins = line;
      } else {
        document.append(each).append('\n');
      }
    }
    add(name, document, begins, objects);
    if (objects.isEmpty()) {
      throw new InvalidInput(Place.of(name), "", "holds no object");
    }
    return new Template(objects);
  }

  private static void add(
      String name, StringBuilder document, int begins, List<Map<String, Object>> objects) {
    String text = document.toString();
    if (text.lines().allMatch(l -> l.isBlank() || l.startsWith("#"))) {
      return;
    }
    // blank lines before it, so that places are those of the file
    Node root = YamlFiles.parse(name, "\n".repeat(begins) + text);
    if (!(root instanceof Node.Mapping m)
        || !m.entries().containsKey("kind")
        || !m.entries().containsKey("apiVersion")) {
      throw new InvalidInput(root.place(), "", "must be an object with apiVersion and kind");
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> tree = (Map<String, Object>) Tree.of(root);
    objects.add(tree);
  }

  /** The object of a kind, if there is one. */
  java.util.Optional<Map<String, Object>> object(String kind) {
    return objects.stream().filter(o -> kind.equals(o.get("kind"))).findFirst();
  }

  /** A user's template over this one: objects of the same kind are joined, others are added. */
  public Template under(Template users) {
    List<Map<String, Object>> joined = new ArrayList<>();
    for (Map<String, Object> o : objects) {
      joined.add(
          users.object(String.valueOf(o.get("kind"))).map(u -> Overlay.over(o, u)).orElse(o));
    }
    for (Map<String, Object> u : users.objects) {
      if (object(String.valueOf(u.get("kind"))).isEmpty()) {
        joined.add(u);
      }
    }
    return new Template(joined);
  }
}
