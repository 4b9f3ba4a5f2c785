package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a cluster has what one plan needs. */
final class PlanChecks {
  private final Needs needs;
  private final ClusterFacts facts;
  private final PlanFacts found;
  private final List<KnownGpu> profiles;

  PlanChecks(Needs needs, ClusterFacts facts, PlanFacts found, List<KnownGpu> profiles) {
    this.profiles = profiles;
    this.needs = needs;
    this.facts = facts;
    this.found = found;
  }

  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    kinds(checks);
    needs.queue().ifPresent(q -> checks.add(queue(q)));
    standard(checks);
    needs
        .accounts()
        .forEach(a ->
            checks.add(
                NamespaceChecks.account(
                    a,
                    found.accounts().getOrDefault(a, new Seen.Hidden<>("not asked")),
                    namespace())));
    checks.addAll(new GpuNeeds(needs.gpus(), facts, profiles).checks());
    needs.claims().forEach(c -> checks.add(claim(c)));
    needs.names().secrets().forEach(s -> checks.add(secret(s)));
    needs.priorities().forEach(p -> checks.add(priority(p)));
    needs.names().runtimes().forEach(r -> checks.add(runtime(r)));
    needs.names().images().forEach(i -> checks.add(image(i)));
    return checks;
  }

  private String namespace() {
    return facts.inside().namespace();
  }

  private void kinds(List<Check> checks) {
    boolean plain = true;
    for (Resource kind : needs.kinds()) {
      Optional<AddOn> addOn = AddOn.of(kind);
      if (addOn.isEmpty()) {
        continue;
      }
      plain = false;
      String subject = "kind " + kind.kind();
      checks.add(
          facts
              .server()
              .served()
              .judge(
                  served ->
                      served.has(kind)
                          ? Check.ok(subject, kind.apiVersion() + " is served")
                          : addOn.get().needed(served, subject, "plan with kubernetes.kind: job"),
                  why -> Check.unknown(subject, why, "see: kubectl api-resources")));
    }
    if (plain) {
      checks.add(Check.ok("kind Job", "every cluster has it"));
    }
  }

  private Check queue(String name) {
    String subject = "queue " + name;
    Optional<Check> absent =
        facts
            .server()
            .served()
            .judge(
                s ->
                    s.has(Resource.LOCAL_QUEUES)
                        ? Optional.empty()
                        : AddOn.of(Resource.LOCAL_QUEUES)
                            .map(a -> a.needed(s, subject, "take kubernetes.queue out")),
                why -> Optional.empty());
    return absent.orElseGet(() ->
        facts
            .inside()
            .queues()
            .judge(
                all -> queue(subject, name, all.stream().map(KubeObject::name).toList()),
                why ->
                    Check.unknown(
                        subject,
                        why,
                        "an administrator sees it: kubectl get localqueue "
                            + name
                            + " -n "
                            + namespace())));
  }

  private Check queue(String subject, String name, List<String> there) {
    return there.contains(name)
        ? Check.ok(subject, "is in " + namespace())
        : Check.missing(
            subject,
            "is not in "
                + namespace()
                + ", which has "
                + (there.isEmpty() ? "none" : String.join(", ", there)),
            "name another with kubernetes.queue; in an unknown queue a run waits for ever");
  }

  private void standard(List<Check> checks) {
    String enforced =
        facts
            .inside()
            .object()
            .judge(o -> o.flatMap(n -> n.label(NamespaceChecks.STANDARD)).orElse(""), why -> "");
    if (!enforced.isEmpty() && !needs.restricted()) {
      checks.add(
          enforced.equals("restricted")
              ? Check.missing(
                  "Pod Security",
                  "the pods run as root, which '" + enforced + "' refuses",
                  "plan without kubernetes.security: baseline, or use another namespace")
              : Check.ok("Pod Security", "'" + enforced + "' allows pods that run as root"));
    }
  }

  private Check claim(String name) {
    String subject = "claim " + name;
    return found
        .claims()
        .getOrDefault(name, new Seen.Hidden<>("not asked"))
        .judge(
            o ->
                o.map(c -> claim(subject, c))
                    .orElseGet(() ->
                        Check.missing(
                            subject,
                            "is not in " + namespace(),
                            "make a PersistentVolumeClaim "
                                + name
                                + " there, or name another in kubernetes.volumes")),
            why ->
                Check.unknown(
                    subject,
                    why,
                    "an administrator sees it: kubectl get pvc " + name + " -n " + namespace()));
  }

  private Check claim(String subject, KubeObject claim) {
    String phase = claim.text("status", "phase").orElse("Pending");
    Set<String> modes = new java.util.TreeSet<>();
    if (claim.at("spec", "accessModes").value() instanceof List<?> l) {
      l.forEach(m -> modes.add("" + m));
    }
    String size = claim.text("status", "capacity", "storage").map(s -> ", " + s).orElse("");
    String sentence = phase + ", " + String.join(", ", modes) + size;
    if (phase.equals("Lost")) {
      return Check.missing(
          subject, sentence + ": its volume is gone", "make it anew: kubectl describe pvc");
    }
    boolean shared = modes.contains("ReadWriteMany") || modes.contains("ReadOnlyMany");
    if (needs.gpus().nodes() > 1 && !shared) {
      return Check.missing(
          subject,
          sentence + ", and the plan's pods are on " + needs.gpus().nodes() + " nodes",
          "use a claim of ReadWriteMany, or plan for one node");
    }
    return phase.equals("Bound")
        ? Check.ok(subject, sentence)
        : Check.warning(
            subject,
            sentence,
            "usual where its StorageClass waits for the first pod; if not: kubectl describe pvc "
                + claim.name()
                + " -n "
                + namespace());
  }

  private Check secret(String name) {
    return Check.unknown(
        "secret " + name,
        "is named by the plan; secrets are never read",
        "see that it is there: kubectl get secret " + name + " -n " + namespace());
  }

  private Check priority(String name) {
    String subject = "priority class " + name;
    return found
        .priorities()
        .getOrDefault(name, new Seen.Hidden<>("not asked"))
        .judge(
            there ->
                there
                    ? Check.ok(subject, "is there")
                    : Check.missing(subject, "is not there", "see: kubectl get priorityclasses"),
            why ->
                Check.unknown(
                    subject, why, "an administrator sees it: kubectl get priorityclass " + name));
  }

  private Check runtime(String name) {
    String subject = "runtime class " + name;
    return facts
        .hardware()
        .runtimes()
        .judge(
            there ->
                there.contains(name)
                    ? Check.ok(subject, "is there")
                    : Check.missing(
                        subject,
                        "is not there, and pods that name it are refused",
                        "take kubernetes.runtimeClass out, or name one of: "
                            + (there.isEmpty() ? "none" : String.join(", ", there))),
            why ->
                Check.unknown(
                    subject, why, "an administrator sees it: kubectl get runtimeclass " + name));
  }

  private static Check image(String reference) {
    return reference.contains("@sha256:")
        ? Check.ok("image", reference)
        : Check.warning(
            "image",
            reference + " has no digest: what it holds may change",
            "name it as IMAGE@sha256:... (kubernetes.image, kubernetes.agentImage)");
  }
}
