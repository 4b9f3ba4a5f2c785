package dev.tuneplan.kube.doctor;

import dev.tuneplan.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API server: its version, who asks, and what is installed. */
final class ServerChecks {
  /** From where podReplacementPolicy is on by default (kep.yaml of KEP 3939, read 2026-07-24). */
  static final int FLOOR = 29;

  /**
   * What the default rendering uses and is no beta any more from a version 1.x on (kep.yaml of KEPs
   * 3329 and 3939, read 2026-07-24).
   */
  private static final Map<String, Integer> FINAL_FROM =
      new TreeMap<>(Map.of("podFailurePolicy", 31, "podReplacementPolicy", 34));

  private static final Pattern NUMBER = Pattern.compile("v?1\\.([0-9]{1,3}).*");

  private ServerChecks() {}

  static List<Check> of(ClusterFacts.Server server) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        server
            .version()
            .judge(
                ServerChecks::version,
                why ->
                    Check.unknown(
                        "Kubernetes",
                        why,
                        "an administrator sees it: kubectl version; 1." + FLOOR + " is needed")));
    checks.add(
        server
            .user()
            .judge(
                name -> Check.ok("you are", name),
                why -> Check.unknown("you are", why, "see: kubectl auth whoami")));
    checks.addAll(
        server
            .served()
            .judge(
                served -> AddOn.ALL.stream().map(a -> a.judge(served)).toList(),
                why ->
                    List.of(
                        Check.unknown(
                            "Kueue, JobSet, Kubeflow Trainer",
                            why,
                            "an administrator sees them: kubectl get crds"))));
    return checks;
  }

  private static Check version(KubeObject said) {
    String version = said.text("gitVersion").orElse("");
    Matcher m = NUMBER.matcher(version);
    if (!m.matches()) {
      return Check.unknown(
          "Kubernetes",
          "its version '" + version + "' is none that is known",
          "see: kubectl version; 1." + FLOOR + " is needed");
    }
    int minor = Integer.parseInt(m.group(1));
    if (minor < FLOOR) {
      return Check.missing(
          "Kubernetes",
          version + ", and what is launched needs 1." + FLOOR + " (podReplacementPolicy)",
          "upgrade the cluster, or use --target local");
    }
    List<String> beta =
        FINAL_FROM.entrySet().stream()
            .filter(e -> minor < e.getValue())
            .map(Map.Entry::getKey)
            .toList();
    return Check.ok(
        "Kubernetes",
        version + (beta.isEmpty() ? "" : ", where beta and on: " + String.join(", ", beta)));
  }
}
