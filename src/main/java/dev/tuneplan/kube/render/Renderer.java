package dev.tuneplan.kube.render;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lays plans over templates. */
public final class Renderer {
  private static final String CONFIG_MAP = "ConfigMap";
  private static final String SERVICE = "Service";

  private final Template shared;

  /**
   * Begins.
   *
   * @param shared configmap.yaml and service.yaml of k8s-templates/
   */
  public Renderer(Template shared) {
    this.shared = shared;
  }

  /** The manifest of a run: a function of the request alone. */
  public Manifest render(RenderRequest r) {
    ConfigMaps config = ConfigMaps.of(r);
    List<Map<String, Object>> objects = new ArrayList<>();
    if (!config.none()) {
      objects.add(laid(r, base(r, CONFIG_MAP), config.object()));
    }
    if (r.plan().chosen().nodes() > 1 && r.options().kind() == Kind.JOB) {
      objects.add(laid(r, base(r, SERVICE), service(r)));
    }
    Set<String> own =
        switch (r.options().kind()) {
          case JOB -> Set.of("Job");
          case JOBSET -> Set.of("JobSet");
          case TRAINJOB -> Set.of("TrainingRuntime", "TrainJob");
        };
    // what a user's template has beside them
    r.template().objects().stream()
        .filter(o -> !own.contains(o.get("kind")))
        .filter(o -> !CONFIG_MAP.equals(o.get("kind")) && !SERVICE.equals(o.get("kind")))
        .forEach(o -> objects.add(laid(r, o, Tree.of())));
    switch (r.options().kind()) {
      case JOB -> objects.add(laid(r, base(r, "Job"), Jobs.job(r, config)));
      case JOBSET -> objects.add(laid(r, base(r, "JobSet"), Jobs.jobSet(r, config)));
      case TRAINJOB -> {
        objects.add(laid(r, base(r, "TrainingRuntime"), Jobs.trainingRuntime(r, config)));
        objects.add(laid(r, base(r, "TrainJob"), Jobs.trainJob(r, config)));
      }
    }
    return new Manifest(objects);
  }

  private Map<String, Object> base(RenderRequest r, String kind) {
    return r.template()
        .object(kind)
        .or(() -> shared.object(kind))
        .orElseThrow(() ->
            new InvalidInput(
                Place.of("template"),
                "",
                "must hold a " + kind + " to make a " + r.options().kind() + " of"));
  }

  private static Map<String, Object> service(RenderRequest r) {
    String name = r.name().value();
    return Tree.of(
        "metadata",
        Tree.of("name", name),
        "spec",
        Tree.of("selector", Tree.of("batch.kubernetes.io/job-name", name)));
  }

  /** A template under what is known, with the labels and the namespace that all objects have. */
  private static Map<String, Object> laid(
      RenderRequest r, Map<String, Object> template, Map<String, Object> known) {
    Map<String, Object> metadata = Tree.of("labels", Metadata.common(r));
    r.namespace().ifPresent(n -> metadata.put("namespace", n));
    return ordered(Overlay.over(Overlay.over(template, Tree.of("metadata", metadata)), known));
  }

  /** apiVersion, kind and metadata first, as people read objects. */
  private static Map<String, Object> ordered(Map<String, Object> object) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (String key : List.of("apiVersion", "kind", "metadata")) {
      Object value = object.get(key);
      if (value != null) {
        tree.put(key, value);
      }
    }
    object.forEach(tree::putIfAbsent);
    if (object.get("metadata") instanceof Map<?, ?> metadata) {
      Map<String, Object> sorted = new LinkedHashMap<>();
      for (String key : List.of("name", "namespace")) {
        Object value = metadata.get(key);
        if (value != null) {
          sorted.put(key, value);
        }
      }
      metadata.forEach((key, value) -> sorted.putIfAbsent((String) key, value));
      tree.put("metadata", sorted);
    }
    return tree;
  }
}
