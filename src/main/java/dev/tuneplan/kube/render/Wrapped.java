package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Folders;
import dev.tuneplan.launch.WrapperOptions;
import dev.tuneplan.spec.LaunchSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The wrapper around a trainer: copied beside it, so that it runs in any image. */
final class Wrapped {
  /** Where it is copied to. */
  static final String FOLDER = "/agent";

  /** Seconds of the grace period in which the wrapper writes its last words. */
  private static final int LAST_WORDS = 10;

  private Wrapped() {}

  static Map<String, Object> install(RenderRequest r) {
    return Tree.of(
        "name",
        "agent-install",
        "image",
        r.plan().spec().launch().kubernetes().pod().agentImage(),
        "imagePullPolicy",
        "IfNotPresent",
        "command",
        Pods.list("/install", FOLDER),
        "resources",
        Tree.of(
            "limits", Tree.of("cpu", "1", "memory", "256Mi"),
            "requests", Tree.of("cpu", "100m", "memory", "128Mi")),
        "securityContext",
        Pods.agentSecurity(),
        "volumeMounts",
        Pods.list(Tree.of("name", "agent", "mountPath", FOLDER)));
  }

  /** The words before the trainer's own. */
  static List<String> command(RenderRequest r) {
    LaunchSpec.Limits limits = r.plan().spec().launch().kubernetes().limits();
    int grace = limits.graceSeconds();
    List<String> words = new ArrayList<>();
    words.addAll(List.of(FOLDER + "/bin/tuneplan", "agent", "run"));
    words.addAll(List.of("--dir", Folders.POD.runs(), "--run", r.options().id().hex()));
    // a pod's log is the only thing that a watch may read of it
    words.add("--print-events");
    words.addAll(WrapperOptions.of(r.plan(), r.trainer(), Folders.POD));
    words.addAll(List.of("--grace", Math.max((grace + 1) / 2, grace - LAST_WORDS) + "s"));
    words.addAll(List.of("--max-attempts", "" + limits.maxAttempts()));
    if (!r.hosts().isEmpty()) {
      words.addAll(List.of("--peer-timeout", limits.peerWaitMinutes() + "m"));
    }
    // all of them, since the command is the same on every node: each answers itself, too
    r.hosts().forEach(host -> words.addAll(List.of("--peer", host)));
    words.add("--");
    return words;
  }
}
