package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Chosen;
import dev.tuneplan.spec.LaunchSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a plan knows of the trainer's container. */
final class TrainerContainer {
  private static final int CPUS = 3;
  private static final int MEMORY_GIB = 12;
  private static final int PORT = 29_500;

  private TrainerContainer() {}

  static Map<String, Object> of(RenderRequest r) {
    LaunchSpec.Pod pod = r.plan().spec().launch().kubernetes().pod();
    Map<String, Object> c =
        Tree.of(
            "name", r.options().kind().container(),
            "image", r.image().reference(),
            "command", command(r, Pods.wrapped(pod)),
            "env", env(r),
            "resources", resources(r),
            "volumeMounts", Volumes.mounts(r));
    Tree.putIf(Pods.wrapped(pod), c, "terminationMessagePath", "/dev/termination-log");
    return c;
  }

  private static List<Object> command(RenderRequest r, boolean wrapped) {
    List<Object> words = new ArrayList<>();
    if (wrapped) {
      words.addAll(Wrapped.command(r));
    }
    words.addAll(r.trainer().command());
    return words;
  }

  /** The user's variables win over the trainer's. */
  private static List<Object> env(RenderRequest r) {
    LaunchSpec.Pod pod = r.plan().spec().launch().kubernetes().pod();
    List<Object> env = new ArrayList<>();
    if (r.plan().chosen().nodes() > 1 && r.options().kind() != Kind.TRAINJOB) {
      torchrun(r, env);
    }
    if (Pods.wrapped(pod)) {
      env.add(launch(r.options().kind()));
    }
    Map<String, String> plain = new TreeMap<>(r.trainer().env());
    plain.putAll(pod.env());
    plain.keySet().removeAll(pod.secrets().keySet());
    plain.forEach((name, value) -> env.add(Variables.plain(name, value)));
    pod.secrets().forEach((name, secret) -> env.add(Variables.secret(name, secret)));
    return env;
  }

  /** Which launch this is: one that is made again over the same folder has its attempts anew. */
  private static Map<String, Object> launch(Kind kind) {
    String label =
        kind == Kind.JOB ? "batch.kubernetes.io/controller-uid" : "jobset.sigs.k8s.io/jobset-uid";
    return Variables.field("TUNEPLAN_LAUNCH", "metadata.labels['" + label + "']");
  }

  /**
   * A fixed world, as torchrun reads it; Kubeflow sets the same. The index comes from the pod's
   * annotation: the variable that the Job adds stands behind those that would refer to it.
   */
  private static void torchrun(RenderRequest r, List<Object> env) {
    Chosen chosen = r.plan().chosen();
    env.add(Variables.plain("PET_NNODES", "" + chosen.nodes()));
    env.add(Variables.plain("PET_NPROC_PER_NODE", "" + chosen.gpusPerNode()));
    env.add(Variables.index("PET_NODE_RANK"));
    env.add(Variables.plain("PET_MASTER_ADDR", r.hosts().getFirst()));
    env.add(Variables.plain("PET_MASTER_PORT", "" + PORT));
  }

  /**
   * What the spec states is requested and not exceeded. What it leaves out is a modest request
   * without a limit, since the machine's size is not known and a limit that is too low kills.
   */
  private static Map<String, Object> resources(RenderRequest r) {
    LaunchSpec.Pod pod = r.plan().spec().launch().kubernetes().pod();
    Chosen chosen = r.plan().chosen();
    String gpu = Accelerator.resource(chosen.gpu());
    String cpus = "" + pod.cpus().orElse(CPUS * chosen.gpusPerNode());
    String memory = pod.memoryGiB().orElse(MEMORY_GIB * chosen.gpusPerNode()) + "Gi";
    Map<String, Object> limits = Tree.of(gpu, "" + chosen.gpusPerNode());
    if (!gpu.equals("nvidia.com/gpu")) {
      limits.put("nvidia.com/gpu", Tree.Nothing.NOTHING);
    }
    Tree.putIf(pod.cpus().isPresent(), limits, "cpu", cpus);
    Tree.putIf(pod.memoryGiB().isPresent(), limits, "memory", memory);
    return Tree.of("limits", limits, "requests", Tree.of("cpu", cpus, "memory", memory));
  }
}
