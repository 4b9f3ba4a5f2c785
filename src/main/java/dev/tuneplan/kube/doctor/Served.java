package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.objects.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What discovery says that a server has.
 *
 * @param versions of each API group, the preferred one first
 * @param kinds resources that were looked for and are there
 */
public record Served(Map<String, List<String>> versions, Set<Resource> kinds) {
  public Served {
    versions = Map.copyOf(versions);
    kinds = Set.copyOf(kinds);
  }

  /** Groups and versions of an APIGroupList; no kinds yet. */
  static Map<String, List<String>> versions(KubeObject groups) {
    Map<String, List<String>> versions = new java.util.TreeMap<>();
    groups
        .items("groups")
        .forEach(g ->
            versions.put(
                g.text("name").orElse(""),
                g.items("versions").stream().map(v -> v.text("version").orElse("")).toList()));
    return versions;
  }

  /** Whether it has a kind, in the version that tuneplan uses. */
  boolean has(Resource resource) {
    return kinds.contains(resource);
  }

  /** Whether it has a group in some version; every server has the core. */
  boolean hasGroup(String group) {
    return group.isEmpty() || versions.containsKey(group);
  }
}
