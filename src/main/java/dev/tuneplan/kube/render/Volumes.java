package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Folders;
import dev.tuneplan.spec.LaunchSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The volumes that a plan knows of, and where they are. */
final class Volumes {
  private static final String RUNS = "runs";
  private static final String DATA = "data";
  private static final Map<String, String> PATHS =
      Map.of(RUNS, Folders.POD.runs(), "cache", Folders.POD.cache(), DATA, Folders.POD.data());

  private Volumes() {}

  static List<Object> of(RenderRequest r, ConfigMaps config) {
    LaunchSpec.Pod pod = r.plan().spec().launch().kubernetes().pod();
    List<Object> volumes = new ArrayList<>();
    if (!config.none()) {
      volumes.add(Tree.of("name", "config", "configMap", Tree.of("name", config.name())));
    }
    if (r.plan().spec().launch().states("kubernetes.sharedMemoryGiB")) {
      volumes.add(
          Tree.of(
              "name",
              "shm",
              "emptyDir",
              Tree.of("medium", "Memory", "sizeLimit", pod.sharedMemoryGiB() + "Gi")));
    }
    if (Pods.wrapped(pod)) {
      volumes.add(Tree.of("name", "agent", "emptyDir", Tree.of()));
    }
    pod.volumes()
        .forEach((name, claim) ->
            volumes.add(
                Tree.of("name", name, "persistentVolumeClaim", Tree.of("claimName", claim))));
    return volumes;
  }

  static List<Object> mounts(RenderRequest r) {
    LaunchSpec.Pod pod = r.plan().spec().launch().kubernetes().pod();
    List<Object> mounts = new ArrayList<>();
    if (!r.trainer().files().isEmpty()) {
      mounts.add(Tree.of("name", "config", "mountPath", Folders.POD.config(), "readOnly", true));
    }
    if (Pods.wrapped(pod)) {
      mounts.add(Tree.of("name", "agent", "mountPath", Wrapped.FOLDER, "readOnly", true));
    }
    pod.volumes()
        .forEach((name, claim) -> {
          Map<String, Object> mount =
              Tree.of("name", name, "mountPath", PATHS.getOrDefault(name, "/mnt/" + name));
          // runs share a claim, and each sees its own folder alone
          Tree.putIf(name.equals(RUNS), mount, "subPath", r.options().id().hex());
          Tree.putIf(name.equals(DATA), mount, "readOnly", true);
          mounts.add(mount);
        });
    return mounts;
  }
}
