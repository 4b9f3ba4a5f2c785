package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.doctor.ClusterFacts.Answered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the one who asks may do what k8s-templates/rbac.yaml gives. */
final class RightsChecks {
  private final ClusterFacts facts;
  private final Set<String> needed;

  /**
   * Of what a cluster answered.
   *
   * @param kinds that a plan needs; of groups beside these, rights are optional
   */
  RightsChecks(ClusterFacts facts, List<Resource> kinds) {
    this.facts = facts;
    this.needed = kinds.stream().map(Resource::group).collect(Collectors.toSet());
  }

  List<Check> checks() {
    Map<String, List<Answered>> byResource = new LinkedHashMap<>();
    for (Answered a : facts.rights()) {
      if (there(a.right())) {
        byResource
            .computeIfAbsent(a.right().word() + " " + a.right().role(), k -> new ArrayList<>())
            .add(a);
      }
    }
    return byResource.values().stream().map(this::judged).toList();
  }

  /** Rights to what is not installed are nobody's loss. */
  private boolean there(Right right) {
    return facts.server().served().judge(s -> s.hasGroup(right.group()), why -> true);
  }

  private Check judged(List<Answered> verbs) {
    Right right = verbs.getFirst().right();
    String subject = right.word() + (right.everywhere() ? " (cluster)" : "");
    List<String> hidden = new ArrayList<>();
    List<String> lacking = new ArrayList<>();
    for (Answered a : verbs) {
      switch (a.allowed()) {
        case Seen.Known<Boolean> k when k.value() -> {
          // as it should be
        }
        case Seen.Known<Boolean> k -> lacking.add(a.right().verb());
        case Seen.Hidden<Boolean> h -> hidden.add(h.why());
      }
    }
    if (!lacking.isEmpty()) {
      String found = "you may not " + String.join(", ", lacking) + use(right);
      return optional(right)
          ? Check.warning(subject, found, grant(right))
          : Check.missing(subject, found, grant(right));
    }
    if (!hidden.isEmpty()) {
      return Check.unknown(
          subject,
          hidden.getFirst(),
          "see: kubectl auth can-i --list -n " + facts.inside().namespace());
    }
    return Check.ok(
        subject, verbs.stream().map(a -> a.right().verb()).collect(Collectors.joining(", ")));
  }

  private boolean optional(Right right) {
    return right.everywhere()
        || AddOn.ALL.stream().anyMatch(a -> a.resource().group().equals(right.group()))
            && !needed.contains(right.group());
  }

  private String use(Right right) {
    return !optional(right)
        ? ""
        : right.everywhere()
            ? " (optional)"
            : AddOn.ALL.stream()
                .filter(a -> a.resource().group().equals(right.group()))
                .findFirst()
                .map(a -> " (only " + a.name() + " needs it)")
                .orElse("");
  }

  /** The line of kubectl that gives the whole role, for an administrator. */
  private String grant(Right right) {
    String namespace = facts.inside().namespace();
    String name = facts.server().user().judge(n -> n, why -> "NAME");
    String made =
        "kubectl apply -n " + namespace + " -f k8s-templates/rbac.yaml && kubectl create ";
    String bind = right.role() + "-" + slug(name);
    String line =
        right.everywhere()
            ? "clusterrolebinding " + bind + " --clusterrole=" + right.role()
            : "rolebinding " + bind + " -n " + namespace + " --role=" + right.role();
    return "an administrator runs: " + made + line + " " + subject(name);
  }

  private static String slug(String name) {
    String slug =
        name.toLowerCase(Locale.ROOT)
            .replaceAll("^.*:", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    return slug.isEmpty() ? "user" : slug.substring(0, Math.min(40, slug.length()));
  }

  /** The option of kubectl that names who it is for. */
  private static String subject(String name) {
    String account = "system:serviceaccount:";
    if (name.startsWith(account)) {
      return "--serviceaccount=" + name.substring(account.length());
    }
    return name.matches("[A-Za-z0-9@._:/+-]+")
        ? "--user=" + name
        : "--user='" + name.replace("'", "'\\''") + "'";
  }
}
