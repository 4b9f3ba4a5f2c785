package dev.tuneplan.kube.doctor;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.doctor.ClusterFacts.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a cluster has the GPUs of a plan, where the plan's pods may be. */
final class GpuNeeds {
  private final Needs.Gpus needs;
  private final ClusterFacts facts;
  private final List<KnownGpu> profiles;

  GpuNeeds(Needs.Gpus needs, ClusterFacts facts, List<KnownGpu> profiles) {
    this.profiles = profiles;
    this.needs = needs;
    this.facts = facts;
  }

  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        facts
            .hardware()
            .nodes()
            .judge(
                this::nodes,
                why ->
                    Check.unknown(
                        subject(),
                        why,
                        "an administrator sees it: kubectl get nodes -L"
                            + " nvidia.com/gpu.product")));
    facts.inside().quotas().judge(GpuQuota::of, why -> List.<GpuQuota>of()).stream()
        .filter(q -> q.resource().equals(needs.resource()))
        .map(this::quota)
        .forEach(checks::add);
    return checks;
  }

  private String subject() {
    return "GPUs: "
        + needs.all()
        + " x "
        + needs.profile()
        + (needs.nodes() > 1 ? " on " + needs.nodes() + " nodes" : "");
  }

  private Check nodes(Nodes all) {
    List<GpuNode> kind = all.gpu().stream().filter(this::right).toList();
    if (kind.stream().allMatch(n -> n.allocatable() == 0)) {
      return Check.missing(
          subject(),
          "no node has "
              + (needs.labels().isEmpty() ? "GPUs" : String.join(" or ", needs.labels()))
              + others(all),
          "add such nodes (an autoscaler that does is not seen here)" + instead(all));
    }
    List<GpuNode> allowed = kind.stream().filter(this::allows).toList();
    if (allowed.isEmpty()) {
      return Check.missing(
          subject(),
          "nodes have them, and none lets the pods in: " + reason(kind),
          "set kubernetes.tolerations and kubernetes.nodeSelector as these nodes want it");
    }
    List<GpuNode> fitting =
        allowed.stream().filter(n -> n.usable() && n.allocatable() >= needs.perNode()).toList();
    String count = Supply.of(allowed, facts.hardware().taken()).sentence();
    if (fitting.size() < needs.nodes()) {
      return Check.missing(
          subject(),
          fitting.size() + " of " + needs.nodes() + " nodes with " + needs.perNode() + ": " + count,
          "add nodes (an autoscaler that does is not seen here), or plan for fewer GPUs a node:"
              + " tuneplan plan SPEC --max-gpus N");
    }
    return free(fitting, count);
  }

  private Check free(List<GpuNode> fitting, String count) {
    boolean now =
        facts
            .hardware()
            .taken()
            .judge(
                t ->
                    fitting.stream().filter(n -> Supply.free(n, t) >= needs.perNode()).count()
                        >= needs.nodes(),
                why -> true);
    if (!now) {
      return Check.warning(
          subject(), count, "it waits until others end, or preempts them: kubectl get pods -A");
    }
    boolean spot = fitting.stream().anyMatch(n -> n.spot().isPresent());
    return needs.spot() && !spot
        ? Check.warning(
            subject(),
            count + "; the plan's price is that of spot machines, and none of these says it is one",
            "plan with hardware.spot: never if they are not")
        : Check.ok(subject(), count);
  }

  private boolean right(GpuNode node) {
    return node.resource().equals(needs.resource())
        && (needs.labels().isEmpty()
            || node.product().filter(needs.labels()::contains).isPresent());
  }

  private static String others(Nodes all) {
    List<String> products =
        all.gpu().stream().flatMap(n -> n.product().stream()).distinct().sorted().toList();
    return products.isEmpty() ? "" : "; there are " + String.join(", ", products);
  }

  /** A plan for what is there. */
  private String instead(Nodes all) {
    List<String> ids =
        profiles.stream()
            .filter(p ->
                all.gpu().stream()
                    .filter(n -> n.allocatable() > 0)
                    .flatMap(n -> n.product().stream())
                    .anyMatch(p.labels()::contains))
            .map(KnownGpu::id)
            .sorted()
            .toList();
    return ids.isEmpty() ? "" : ", or plan for what is here: --gpu " + String.join(",", ids);
  }

  private boolean allows(GpuNode node) {
    return barrier(node).isEmpty();
  }

  private String reason(List<GpuNode> nodes) {
    GpuNode first = nodes.getFirst();
    return first.name() + " has " + barrier(first).orElse("");
  }

  /** What keeps the plan's pods away from a node. */
  private Optional<String> barrier(GpuNode node) {
    for (Map.Entry<?, ?> e : needs.placing().selector().entrySet()) {
      if (!String.valueOf(e.getValue()).equals(node.labels().get(String.valueOf(e.getKey())))) {
        return Optional.of("not the label " + e.getKey() + "=" + e.getValue());
      }
    }
    return node.taints().stream()
        .filter(t -> needs.placing().tolerations().stream().noneMatch(o -> tolerates(o, t)))
        .findFirst()
        .map(t -> {
          String value = t.text("value").map(v -> "=" + v).orElse("");
          return "the taint "
              + t.text("key").orElse("")
              + value
              + ":"
              + t.text("effect").orElse("");
        });
  }

  /** As the scheduler does it (k8s.io/api/core/v1, Toleration.ToleratesTaint). */
  private static boolean tolerates(PlainTree toleration, PlainTree taint) {
    Optional<String> effect = toleration.text("effect").filter(e -> !e.isEmpty());
    Optional<String> key = toleration.text("key").filter(k -> !k.isEmpty());
    boolean exists = toleration.text("operator").filter("Exists"::equals).isPresent();
    return (effect.isEmpty() || effect.equals(taint.text("effect")))
        && (key.isEmpty() ? exists : key.equals(taint.text("key")))
        && (exists || toleration.text("value").orElse("").equals(taint.text("value").orElse("")));
  }

  private Check quota(GpuQuota quota) {
    String subject = "GPU quota";
    if (quota.hard() < needs.all()) {
      return Check.missing(
          subject,
          quota.sentence(),
          "ask for a larger " + quota.name() + ", or plan for fewer: --max-gpus " + quota.hard());
    }
    return quota.left() >= needs.all()
        ? Check.ok(subject, quota.sentence())
        : Check.warning(subject, quota.sentence(), "its pods are made when others have ended");
  }
}
