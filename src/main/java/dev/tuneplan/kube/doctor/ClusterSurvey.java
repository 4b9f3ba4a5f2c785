package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterFault;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.Patience;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.api.Scope;
import dev.tuneplan.kube.doctor.ClusterFacts.Answered;
import dev.tuneplan.kube.doctor.ClusterFacts.Hardware;
import dev.tuneplan.kube.doctor.ClusterFacts.Inside;
import dev.tuneplan.kube.doctor.ClusterFacts.Nodes;
import dev.tuneplan.kube.doctor.ClusterFacts.Server;
import dev.tuneplan.objects.KubeObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Asks a cluster; what it may not see is told as such. Only reads, and nothing of secrets. */
public final class ClusterSurvey {
  /** As which the pods of k8s-templates/ run. */
  static final String ACCOUNT = "tuneplan-trainer";

  private static final List<Resource> LOOKED_FOR =
      List.of(
          Resource.LOCAL_QUEUES,
          Resource.WORKLOADS,
          Resource.JOB_SETS,
          Resource.TRAIN_JOBS,
          Resource.TRAINING_RUNTIMES);

  /** As many questions at once as a server answers without making one wait. */
  private static final int AT_ONCE = 8;

  /** A server that does not answer at all is not asked again: each try may take long. */
  private static final Patience ONCE = new Patience(Duration.ZERO, Patience.Pause.REAL);

  private final ClusterApi api;
  private final String namespace;

  /** Of a cluster and one of its namespaces. */
  public ClusterSurvey(ClusterApi api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  /**
   * Everything.
   *
   * @param rights that are asked for
   * @throws ClusterFault.Unreachable when the server does not answer
   * @throws Refused when it does not know who asks
   */
  public ClusterFacts facts(List<Right> rights) {
    Seen<KubeObject> version = Seen.of("get /version", () -> api.with(ONCE).ask("/version"));
    Seen<Served> served = Seen.of("get /apis", this::served);
    Server server = new Server(version, user(), served);
    return new ClusterFacts(server, inside(served), hardware(), answered(rights));
  }

  /** What a plan refers to. */
  public PlanFacts facts(Needs needs) {
    Map<String, Seen<Optional<KubeObject>>> claims = new HashMap<>();
    needs
        .claims()
        .forEach(c ->
            claims.put(
                c,
                Seen.of(
                    "get persistentvolumeclaims in " + namespace,
                    () -> api.get(Resource.CLAIMS, namespace, c))));
    Map<String, Seen<Boolean>> accounts = new HashMap<>();
    needs.accounts().forEach(a -> accounts.put(a, account(a)));
    Map<String, Seen<Boolean>> priorities = new HashMap<>();
    needs
        .priorities()
        .forEach(p ->
            priorities.put(
                p,
                Seen.of(
                    "get priorityclasses",
                    () ->
                        api.find("/apis/scheduling.k8s.io/v1/priorityclasses/" + p).isPresent())));
    return new PlanFacts(claims, accounts, priorities);
  }

  private Seen<String> user() {
    return Seen.of("create selfsubjectreviews", () -> api.user().orElse("unknown"));
  }

  private Served served() {
    Map<String, List<String>> versions = Served.versions(api.ask("/apis"));
    Map<String, Set<String>> names = new HashMap<>();
    Set<Resource> kinds = new HashSet<>();
    for (Resource each : LOOKED_FOR) {
      if (versions.getOrDefault(each.group(), List.of()).contains(each.version())
          && names.computeIfAbsent(each.apiVersion(), this::plurals).contains(each.plural())) {
        kinds.add(each);
      }
    }
    return new Served(versions, kinds);
  }

  private Set<String> plurals(String apiVersion) {
    Set<String> names = new HashSet<>();
    api.find("/apis/" + apiVersion)
        .ifPresent(l -> l.items("resources").forEach(r -> names.add(r.text("name").orElse(""))));
    return names;
  }

  private Inside inside(Seen<Served> served) {
    String path = "/api/v1/namespaces/" + namespace;
    boolean kueue = served.judge(s -> s.has(Resource.LOCAL_QUEUES), why -> true);
    return new Inside(
        namespace,
        Seen.of("get the namespace " + namespace, () -> api.find(path)),
        account(ACCOUNT),
        kueue
            ? listed(
                "localqueues",
                () -> api.list(Resource.LOCAL_QUEUES, Scope.labelled(namespace, "")).items())
            : new Seen.Known<>(List.of()),
        listed("resourcequotas", () -> api.ask(path + "/resourcequotas").members()));
  }

  private Seen<Boolean> account(String name) {
    return Seen.of(
        "get serviceaccounts in " + namespace,
        () -> api.find("/api/v1/namespaces/" + namespace + "/serviceaccounts/" + name).isPresent());
  }

  private Seen<List<KubeObject>> listed(String plural, Supplier<List<KubeObject>> question) {
    return Seen.of("list " + plural + " in " + namespace, question);
  }

  private Hardware hardware() {
    return new Hardware(
        Seen.of("list nodes", this::nodes),
        Seen.of("list pods of all namespaces", this::taken),
        Seen.of(
            "list storageclasses",
            () -> api.ask("/apis/storage.k8s.io/v1/storageclasses").members()),
        Seen.of(
            "list runtimeclasses",
            () ->
                api.ask("/apis/node.k8s.io/v1/runtimeclasses").members().stream()
                    .map(KubeObject::name)
                    .toList()));
  }

  private Nodes nodes() {
    List<Optional<GpuNode>> all = api.list(Resource.NODES, Scope.everywhere(), GpuNode::of);
    return new Nodes(all.size(), all.stream().flatMap(Optional::stream).toList());
  }

  private Map<String, Long> taken() {
    Scope alive = new Scope(Optional.empty(), "", "status.phase!=Succeeded,status.phase!=Failed");
    Map<String, Long> taken = new HashMap<>();
    api.list(Resource.PODS, alive, Taken::of).stream()
        .filter(t -> t.gpus() > 0)
        .forEach(t -> taken.merge(t.node(), t.gpus(), Long::sum));
    return taken;
  }

  private List<Answered> answered(List<Right> rights) {
    try (ExecutorService askers =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      return rights.stream()
          .map(r -> java.util.concurrent.CompletableFuture.supplyAsync(() -> answer(r), askers))
          .toList()
          .stream()
          .map(f -> unwrapped(f::join))
          .toList();
    }
  }

  private Answered answer(Right right) {
    return new Answered(
        right,
        Seen.of(
            "create selfsubjectaccessreviews",
            () ->
                api.review(
                        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                        right.review(namespace))
                    .flag("status", "allowed")));
  }

  private static <T> T unwrapped(Supplier<T> joined) {
    try {
      return joined.get();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ClusterFault fault) {
        throw fault;
      }
      throw e;
    }
  }
}
