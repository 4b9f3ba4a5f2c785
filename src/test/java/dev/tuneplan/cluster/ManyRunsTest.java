package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.api.Scope;
import dev.tuneplan.kube.api.Watcher;
import dev.tuneplan.kube.launch.ClusterLaunch;
import dev.tuneplan.kube.render.Requests;
import dev.tuneplan.kube.render.Template;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.Plans;
import dev.tuneplan.objects.KubeObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process of its own with 512 MiB of heap, and with the rights of k8s-templates/rbac.yaml alone,
 * is told of every end of many runs once. Their pods are on nodes that are only claimed.
 */
@Tag("cluster")
class ManyRunsTest {
  private static final int AT_ONCE = 8;

  @TempDir private Path folder;

  private Cluster cluster;
  private Path kubeconfig;
  private ClusterApi api;

  /** A run that was launched, in order. */
  private record Launched(int number, KubeObject runner) {
    String uid() {
      return runner.uid();
    }
  }

  @BeforeEach
  void newNamespaceAndAccount() throws Exception {
    cluster = Cluster.withNewNamespace();
    cluster.kubectl("apply", "--validate=strict", "-f", "k8s-templates/rbac.yaml");
    kubeconfig = cluster.kubeconfig(folder, "tuneplan");
    api = new ClusterConfig(List.of(kubeconfig), Optional.empty()).connect().api();
    cluster.script("nodes.py", "250");
  }

  @Test
  void everyEndOfTwoHundredRunsIsToldOnceWhileTheApiServerIsKilledTenTimes() throws Exception {
    try (Follower follower = Follower.start(kubeconfig, cluster.namespace())) {
      // they end within a minute: a fifth fails, and a tenth goes on until it is deleted
      List<Launched> runs =
          launch(
              0,
              200,
              i ->
                  "{dev.local/runs-for: "
                      + (i % 10 == 9 ? "24h" : 15 + 3 * i / 10 + "s")
                      + ", dev.local/exit-code: '"
                      + (i % 5 == 1 ? 77 : 0)
                      + "'}");
      follower.await("live", 200);
      List<Launched> deleted = runs.stream().filter(r -> r.number() % 10 == 9).toList();
      List<Integer> before = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        before.add(follower.await("ended", 12 * i).size());
        cluster.script("part.sh", "kill", "apiserver");
        cluster.script("part.sh", "start", "apiserver");
        for (Launched run : deleted.subList(2 * i, 2 * i + 2)) {
          api.delete(Resource.JOBS, cluster.namespace(), run.runner().name(), run.uid());
        }
      }
      follower.await("ended", 200);
      follower.end();
      List<String> ended = follower.those("ended");
      assertThat(ended.stream().map(ManyRunsTest::uid))
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(runs.stream().map(Launched::uid).toList());
      Map<String, String> how =
          ended.stream().collect(Collectors.toMap(ManyRunsTest::uid, l -> l.split(" ")[2]));
      assertThat(runs)
          .allSatisfy(r ->
              assertThat(how.get(r.uid()))
                  .isEqualTo(
                      r.number() % 10 == 9
                          ? "DELETED"
                          : r.number() % 5 == 1 ? "FAILED" : "FINISHED"));
      System.out.printf(
          "ends told before each kill: %s; %d troubles told, %d deletions not seen%n",
          before,
          follower.those("trouble").size(),
          ended.stream().filter(l -> l.contains("may have ended before")).count());
    }
  }

  @Test
  void twoThousandLiveRunsAreFollowedInHalfAGibibyte() throws Exception {
    long begin = System.nanoTime();
    List<Launched> first = launch(0, 1000, _ -> "{dev.local/runs-for: 24h}");
    try (Follower follower = Follower.start(kubeconfig, cluster.namespace())) {
      List<Launched> second = launch(1000, 2000, _ -> "{dev.local/runs-for: 24h}");
      say("2,000 runs launched", begin);
      follower.await("live", 2000);
      Set<String> pods = awaitPods(2000);
      say("their pods run", begin);
      System.out.println("2,000 live: " + follower.memory());
      end(pods);
      say("their pods ended", begin);
      follower.await("ended", 2000);
      say("all ends told", begin);
      System.out.println("2,000 ended: " + follower.memory());
      follower.end();
      List<String> ended = follower.those("ended");
      assertThat(ended.stream().map(ManyRunsTest::uid))
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 2000)
                  .mapToObj(i -> i < 1000 ? first.get(i) : second.get(i - 1000))
                  .map(Launched::uid)
                  .toList());
      assertThat(ended).allMatch(l -> l.contains(" FINISHED "));
    }
  }

  private static String uid(String line) {
    return line.split(" ")[1];
  }

  private static void say(String what, long begin) {
    System.out.println(
        what + " after " + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
  }

  /** Launches runs on claimed nodes, several at once. */
  private List<Launched> launch(int from, int to, IntFunction<String> annotations)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Launched>> all =
          threads.invokeAll(
              IntStream.range(from, to)
                  .mapToObj(i -> (Callable<Launched>) () -> launch(i, annotations.apply(i)))
                  .toList());
      return all.stream().map(Future::resultNow).toList();
    }
  }

  private Launched launch(int number, String annotations) {
    Template claimed =
        Template.parse(
            "claimed.yaml",
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: any}
            spec:
              template:
                metadata: {annotations: ANNOTATIONS}
                spec:
                  nodeSelector: {type: kwok}
                  tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}]
            """
                .replace("ANNOTATIONS", annotations));
    String text =
        Plans.text(
            Plans.gpus(1, 1, "ddp"),
            Plans.SPEC + "command: [python, train.py]\nkubernetes: {image: 'a.example/any:1'}\n");
    LaunchPlan plan =
        LaunchPlan.of(
            YamlFiles.parse(
                "plan.yaml",
                text.replace("metadata: {name: bot}", "metadata: {name: bot-" + number + "}")));
    ClusterLaunch launch =
        new ClusterLaunch(api, cluster.namespace(), Requests.manifest(plan, claimed));
    return new Launched(number, launch.launch().runner());
  }

  /** Waits until so many pods run, and returns their names. */
  private Set<String> awaitPods(int count) throws Exception {
    BlockingQueue<String> running = new LinkedBlockingQueue<>();
    Watcher<KubeObject> watcher =
        new Watcher<>(
            cluster.api(),
            Resource.PODS,
            Scope.labelled(cluster.namespace(), "tuneplan.dev/run-id"),
            pod -> pod,
            new Running(running));
    Thread thread = Thread.ofVirtual().start(watcher::follow);
    Set<String> names = new HashSet<>();
    while (names.size() < count) {
      String name = running.poll(120, TimeUnit.SECONDS);
      assertThat(name).as("%s of %s pods run", names.size(), count).isNotNull();
      names.add(name);
    }
    thread.interrupt();
    thread.join();
    return names;
  }

  /** Collects the names of pods that run. */
  private record Running(BlockingQueue<String> names) implements Watcher.Listener<KubeObject> {
    @Override
    public void all(List<KubeObject> pods) {
      pods.forEach(this::put);
    }

    @Override
    public void put(KubeObject pod) {
      if (pod.text("status", "phase").filter("Running"::equals).isPresent()) {
        names.add(pod.name());
      }
    }

    @Override
    public void gone(KubeObject pod) {}

    @Override
    public void trouble(String sentence) {}
  }

  /** Says of pods that they ended well, as their kubelets would. */
  private void end(Set<String> pods) throws Exception {
    ClusterApi kubelet = cluster.api();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<KubeObject>> all =
          threads.invokeAll(
              pods.stream().map(n -> (Callable<KubeObject>) () -> succeeded(kubelet, n)).toList());
      all.forEach(Future::resultNow);
    }
  }

  private KubeObject succeeded(ClusterApi kubelet, String pod) {
    return kubelet.patch(
        Resource.PODS,
        cluster.namespace(),
        pod + "/status",
        Map.of("status", Map.of("phase", "Succeeded")));
  }
}
