package dev.tuneplan.kube.doctor;

import dev.tuneplan.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A namespace: its standard, account, queues and quotas. */
final class NamespaceChecks {
  static final String STANDARD = "pod-security.kubernetes.io/enforce";
  private static final String RIGHTS = "k8s-templates/rbac.yaml";

  private final ClusterFacts.Inside inside;
  private final boolean kueue;

  /**
   * Of one namespace.
   *
   * @param kueue whether queues are to be looked for
   */
  NamespaceChecks(ClusterFacts.Inside inside, boolean kueue) {
    this.inside = inside;
    this.kueue = kueue;
  }

  /**
   * Everything.
   *
   * @param account whether the usual service account is needed
   */
  List<Check> checks(boolean account) {
    List<Check> checks = new ArrayList<>();
    checks.add(inside.object().judge(this::object, why -> hidden("namespace", why, "namespace")));
    if (account) {
      checks.add(account(ClusterSurvey.ACCOUNT, inside.account(), inside.namespace()));
    }
    if (kueue) {
      checks.addAll(
          inside
              .queues()
              .judge(this::queues, why -> List.of(hidden("queues", why, "localqueues"))));
    }
    checks.addAll(
        inside
            .quotas()
            .judge(this::quotas, why -> List.of(hidden("GPU quota", why, "resourcequotas"))));
    return checks;
  }

  private Check hidden(String subject, String why, String kubectl) {
    String name = inside.namespace();
    return Check.unknown(
        subject,
        why,
        "an administrator sees it: kubectl get "
            + (kubectl.equals("namespace") ? "namespace " + name : kubectl + " -n " + name));
  }

  private Check object(Optional<KubeObject> namespace) {
    String name = inside.namespace();
    if (namespace.isEmpty()) {
      return Check.missing(
          "namespace",
          "there is no namespace " + name,
          "kubectl create namespace " + name + ", or name another with -n");
    }
    return Check.ok(
        "namespace",
        name
            + namespace
                .get()
                .label(STANDARD)
                .map(level -> ", where Pod Security enforces '" + level + "'")
                .orElse(", with no Pod Security level of its own"));
  }

  static Check account(String name, Seen<Boolean> there, String namespace) {
    String subject = "service account";
    return there.judge(
        yes ->
            yes
                ? Check.ok(subject, name)
                : Check.missing(
                    subject,
                    name + ", as which the pods run, is not in " + namespace,
                    name.equals(ClusterSurvey.ACCOUNT)
                        ? "kubectl apply -n " + namespace + " -f " + RIGHTS
                        : "kubectl create serviceaccount " + name + " -n " + namespace),
        why ->
            Check.unknown(
                subject,
                "whether " + name + " is there: " + why,
                "an administrator sees it: kubectl get serviceaccount "
                    + name
                    + " -n "
                    + namespace));
  }

  private List<Check> queues(List<KubeObject> queues) {
    if (queues.isEmpty()) {
      return List.of(
          Check.warning(
              "queues",
              "none in " + inside.namespace(),
              "an administrator of Kueue gives it a LocalQueue; without one leave"
                  + " kubernetes.queue out"));
    }
    return queues.stream().map(NamespaceChecks::queue).toList();
  }

  private static Check queue(KubeObject queue) {
    String subject = "queue " + queue.name();
    String at =
        queue.text("spec", "clusterQueue").orElse("?")
            + ": "
            + queue.whole("status", "admittedWorkloads").orElse(0)
            + " admitted, "
            + queue.whole("status", "pendingWorkloads").orElse(0)
            + " waiting";
    if (queue.condition("Active", "True").isPresent()) {
      return Check.ok(subject, "active, of cluster queue " + at);
    }
    String said = queue.condition("Active").text("message").orElse("no word");
    return Check.warning(
        subject,
        "not active, of cluster queue " + at + " (" + said + ")",
        "runs in it wait until an administrator of Kueue mends it: kubectl describe clusterqueue "
            + queue.text("spec", "clusterQueue").orElse(""));
  }

  private List<Check> quotas(List<KubeObject> quotas) {
    List<Check> checks = new ArrayList<>();
    GpuQuota.of(quotas)
        .forEach(q ->
            checks.add(
                q.used() < q.hard()
                    ? Check.ok("GPU quota", q.sentence())
                    : Check.warning(
                        "GPU quota",
                        q.sentence(),
                        "pods wait until others end: ask for a larger " + q.name())));
    if (checks.isEmpty()) {
      checks.add(Check.ok("GPU quota", "none"));
    }
    return checks;
  }
}
