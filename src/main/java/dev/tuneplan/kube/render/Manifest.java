package dev.tuneplan.kube.render;

import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.YamlText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The objects of a run, in the order in which they are made: what refers to another comes after it.
 *
 * @param objects plain maps, lists, numbers and texts; they are sent as they are shown
 */
public record Manifest(List<Map<String, Object>> objects) {
  public Manifest {
    objects = List.copyOf(objects);
  }

  /** YAML documents. */
  public String yaml() {
    return objects.stream().map(YamlText::of).collect(Collectors.joining("---\n"));
  }

  /** A List of Kubernetes as JSON on one line. */
  public String json() {
    return JsonText.of(Tree.of("apiVersion", "v1", "kind", "List", "items", objects));
  }

  /** The object that runs: the last. */
  public Map<String, Object> job() {
    return objects.getLast();
  }
}
