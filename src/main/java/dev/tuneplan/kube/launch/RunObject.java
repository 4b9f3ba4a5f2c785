package dev.tuneplan.kube.launch;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.objects.KubeObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object of a manifest, with where it goes.
 *
 * @param resource its kind
 * @param tree as it is sent
 */
record RunObject(Resource resource, Map<String, Object> tree) {
  static RunObject of(Map<String, Object> tree) {
    String version = String.valueOf(tree.get("apiVersion"));
    String kind = String.valueOf(tree.get("kind"));
    return new RunObject(
        Resource.of(version, kind)
            .orElseThrow(() ->
                new InvalidInput(
                    Place.of("template"),
                    "",
                    "holds a "
                        + kind
                        + " ("
                        + version
                        + "), which launch has no right to make: make it once with kubectl apply,"
                        + " and take it out of the template")),
        tree);
  }

  String name() {
    return new KubeObject(tree).name();
  }

  /** As kubectl names it. */
  String word() {
    return resource.word() + "/" + name();
  }

  /** Whether it goes when the run goes; claims and what else a template brings stay. */
  boolean owned() {
    return List.of(Resource.CONFIG_MAPS, Resource.SERVICES, Resource.TRAINING_RUNTIMES)
        .contains(resource);
  }

  /**
   * With its owner, so that the cluster collects it. No blockOwnerDeletion: that needs a right on
   * the owner's finalizers.
   */
  RunObject ownedBy(KubeObject runner) {
    Map<String, Object> copy = new LinkedHashMap<>(tree);
    Map<String, Object> metadata = new LinkedHashMap<>();
    PlainTree.of(tree).map("metadata").forEach((k, v) -> metadata.put(String.valueOf(k), v));
    metadata.put("ownerReferences", List.of(reference(runner)));
    copy.put("metadata", metadata);
    return new RunObject(resource, copy);
  }

  /** Under a name of the same length that nothing has, for a dry run beside one that is there. */
  RunObject renamed() {
    String name = name();
    String other = name.substring(0, name.length() - 1) + (name.endsWith("0") ? "1" : "0");
    Map<String, Object> copy = new LinkedHashMap<>(tree);
    Map<String, Object> metadata = new LinkedHashMap<>();
    PlainTree.of(tree).map("metadata").forEach((k, v) -> metadata.put(String.valueOf(k), v));
    metadata.put("name", other);
    copy.put("metadata", metadata);
    return new RunObject(resource, copy);
  }

  static Map<String, Object> reference(KubeObject runner) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("apiVersion", runner.text("apiVersion").orElse(""));
    reference.put("kind", runner.text("kind").orElse(""));
    reference.put("name", runner.name());
    reference.put("uid", runner.uid());
    return reference;
  }
}
