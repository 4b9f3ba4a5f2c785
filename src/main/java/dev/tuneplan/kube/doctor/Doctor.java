package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.api.ClusterFault;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns facts into sections. */
public final class Doctor {
  private static final String SERVER = "API server";
  private static final String CLUSTER = "Cluster";

  private final List<KnownGpu> profiles;

  /** Judges against these GPU profiles. */
  public Doctor(List<KnownGpu> profiles) {
    this.profiles = List.copyOf(profiles);
  }

  /** This machine. */
  public Section machine(Machine machine) {
    return new MachineChecks(profiles).of(machine);
  }

  /**
   * A cluster that answers.
   *
   * @param address where, and by which context
   * @param needs of a plan, which says which service account it is
   */
  public Section cluster(String address, ClusterFacts facts, Optional<Needs> needs) {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.ok(SERVER, address));
    checks.addAll(ServerChecks.of(facts.server()));
    boolean kueue = facts.server().served().judge(s -> s.has(Resource.LOCAL_QUEUES), why -> true);
    NamespaceChecks namespace = new NamespaceChecks(facts.inside(), kueue);
    checks.addAll(namespace.checks(needs.isEmpty()));
    checks.addAll(new HardwareChecks(facts.hardware(), profiles).checks());
    return new Section("cluster", CLUSTER, checks);
  }

  /**
   * What the one who asks may do.
   *
   * @param needs of a plan, which makes rights to what it uses needed
   */
  public Section rights(ClusterFacts facts, Optional<Needs> needs) {
    List<Resource> kinds = new ArrayList<>();
    needs.ifPresent(n -> {
      kinds.addAll(n.kinds());
      n.queue().ifPresent(q -> kinds.add(Resource.LOCAL_QUEUES));
    });
    String title = "Rights in " + facts.inside().namespace();
    return new Section("rights", title, new RightsChecks(facts, kinds).checks());
  }

  /** What one plan needs. */
  public Section plan(String name, Needs needs, ClusterFacts facts, PlanFacts found) {
    return new Section(
        "plan", "Plan " + name, new PlanChecks(needs, facts, found, profiles).checks());
  }

  /** No cluster is configured, which is no fault. */
  public Section unconfigured(String looked) {
    return new Section(
        "cluster",
        CLUSTER,
        List.of(
            Check.warning(
                "kubeconfig",
                "no cluster is configured: there is no " + looked,
                "nothing is to be done for --target local; for a cluster name its file with"
                    + " --kubeconfig or KUBECONFIG, as its owner or your cloud's program gives"
                    + " it")));
  }

  /** A kubeconfig that cannot be used. */
  public Section unusable(String fault) {
    return new Section(
        "cluster",
        CLUSTER,
        List.of(
            Check.missing(
                "kubeconfig", fault, "mend it, or name another with --kubeconfig, --context")));
  }

  /** A cluster that does not answer, or does not know who asks. */
  public Section away(String context, ClusterFault fault) {
    return new Section(
        "cluster",
        CLUSTER,
        List.of(
            Check.missing(
                SERVER,
                context + ": " + said(fault),
                fault instanceof Refused
                    ? "log in anew: these credentials are not known to it, or have expired"
                    : remedy(said(fault).toLowerCase(Locale.ROOT)))));
  }

  private static String said(ClusterFault fault) {
    String all =
        switch (fault) {
          case ClusterFault.Unreachable u -> u.plain();
          case Refused r -> r.sentence();
        };
    // TLS tells whole certificates
    return all.lines().findFirst().orElse(all) + (all.contains("\n") ? " ..." : "");
  }

  /** What the words of Java's sockets and of TLS mean to a person. */
  private static String remedy(String said) {
    if (said.contains("pkix") || said.contains("certificat") || said.contains("ssl")) {
      return "its certificate is not of the authority in kubeconfig: fetch the kubeconfig anew"
          + " (the cluster was made anew, or a proxy is between)";
    }
    if (said.contains("timed out") || said.contains("timeout") || said.contains("ms)")) {
      return "nothing comes back: a firewall, or a VPN that is not on?";
    }
    if (said.contains("refused") || said.contains("failed to connect")) {
      return "nothing listens there: is the cluster up, and its tunnel or VPN?";
    }
    if (said.contains("unknown") || said.contains("resolve") || said.contains("name or service")) {
      return "the name is not known here: a VPN that is not on, or a cluster that is gone?";
    }
    return "see what kubectl says: kubectl version";
  }
}
