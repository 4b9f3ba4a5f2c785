package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Folders;
import dev.tuneplan.spec.LaunchSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The native sidecar that ships samples: an init container that is not waited for and outlives the
 * trainer's (KEP-753; on by default from Kubernetes 1.29). It sees the run's folder, and no GPU.
 */
final class Sidecars {
  /** Where the agent is in its own image, which has no shell. */
  private static final String HOME = "/opt/tuneplan";

  private static final int PORT = 9464;

  private Sidecars() {}

  static Map<String, Object> agent(RenderRequest r) {
    LaunchSpec.Kubernetes k = r.plan().spec().launch().kubernetes();
    List<Object> words =
        Pods.list(
            HOME + "/runtime/bin/java",
            "@" + HOME + "/lib/agent.options",
            "agent",
            "serve",
            "--dir",
            Folders.POD.runs(),
            "--run",
            r.options().id().hex());
    k.ship().to().stream()
        .filter(w -> !w.equals("metrics"))
        .forEach(w -> words.addAll(List.of("--to", w)));
    Map<String, Object> mount = Tree.of("name", "runs", "mountPath", Folders.POD.runs());
    Tree.putIf(k.pod().volumes().containsKey("runs"), mount, "subPath", r.options().id().hex());
    return Tree.of(
        "name", "agent",
        "image", k.pod().agentImage(),
        "imagePullPolicy", "IfNotPresent",
        "restartPolicy", "Always",
        "command", words,
        "env", env(k),
        "ports", Pods.list(Tree.of("name", "metrics", "containerPort", PORT)),
        "startupProbe",
            Tree.of(
                "httpGet", Tree.of("path", "/ready", "port", PORT),
                "periodSeconds", 1,
                "failureThreshold", 60),
        "resources",
            Tree.of(
                "limits", Tree.of("cpu", "1", "memory", "128Mi"),
                "requests", Tree.of("cpu", "50m", "memory", "128Mi")),
        "securityContext", Pods.agentSecurity(),
        "volumeMounts", Pods.list(mount));
  }

  private static List<Object> env(LaunchSpec.Kubernetes k) {
    List<Object> env = new ArrayList<>();
    env.add(Variables.index("JOB_COMPLETION_INDEX"));
    k.ship().token().ifPresent(secret -> env.add(Variables.secret("TUNEPLAN_PUSH_TOKEN", secret)));
    k.pod()
        .env()
        .forEach((name, value) -> {
          if (mlflow(name)) {
            env.add(Variables.plain(name, value));
          }
        });
    k.pod()
        .secrets()
        .forEach((name, secret) -> {
          if (mlflow(name)) {
            env.add(Variables.secret(name, secret));
          }
        });
    return env;
  }

  private static boolean mlflow(String variable) {
    return variable.startsWith("MLFLOW_");
  }
}
