package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster of dev/cluster can do what launching, watching and resuming are to be shown on. */
@Tag("cluster")
class ClusterTest {
  private static final String CONTAINER =
      """
      image: dev.local/sh:1, imagePullPolicy: Never,
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}\
      """;
  private static final String POD =
      """
      restartPolicy: Never, terminationGracePeriodSeconds: 1,
      securityContext: {runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, seccompProfile: {type: RuntimeDefault}}\
      """;

  private Cluster cluster;

  @BeforeEach
  void newNamespace() throws Exception {
    cluster = Cluster.withNewNamespace();
  }

  @Test
  void aJobWithGpusAndASidecarEndsUnderTheRestrictedStandard() throws Exception {
    apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: run, namespace: NAMESPACE}
        spec:
          backoffLimit: 0
          template:
            spec: {POD,
              initContainers: [{name: agent, restartPolicy: Always, CONTAINER, command: [sh, -c, "trap 'exit 143' TERM; while :; do sleep 0.1; done"]}],
              containers: [{name: trainer, CONTAINER, resources: {limits: {nvidia.com/gpu: 4}},
                command: [sh, -c, "echo trained as $(id -u); echo '{\\"step\\": 7}' > /dev/termination-log"]}]}
        """);
    cluster.await("condition=Complete", "job/run");
    assertThat(cluster.kubectl("logs", "job/run", "-c", "trainer")).isEqualTo("trained as 10001\n");
    assertThat(cluster.pod("run", "status.containerStatuses[0].state.terminated.message"))
        .isEqualTo("{\"step\": 7}\n");
    assertThat(cluster.pod("run", "status.initContainerStatuses[0].state.terminated.exitCode"))
        .isEqualTo("143");
    assertThat(cluster.pod("run", "spec.nodeName")).isEqualTo("node-1");
  }

  @Test
  void aContainerOverItsMemoryLimitIsSeenAsKilledForMemory() throws Exception {
    apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: big, namespace: NAMESPACE}
        spec:
          backoffLimit: 0
          template:
            spec: {POD, containers: [{name: trainer, CONTAINER, resources: {limits: {memory: 64Mi}},
              command: [dd, if=/dev/zero, of=/dev/null, bs=300M, count=1]}]}
        """);
    cluster.await("condition=Failed", "job/big");
    assertThat(cluster.pod("big", "status.containerStatuses[0].state.terminated.reason"))
        .isEqualTo("OOMKilled");
    assertThat(cluster.pod("big", "status.containerStatuses[0].state.terminated.exitCode"))
        .isEqualTo("137");
  }

  @Test
  void podsOfAnIndexedJobFindEachOtherByName() throws Exception {
    apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: peers, namespace: NAMESPACE}
        spec: {clusterIP: None, publishNotReadyAddresses: true, selector: {batch.kubernetes.io/job-name: pair}}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: pair, namespace: NAMESPACE}
        spec:
          completions: 2
          parallelism: 2
          completionMode: Indexed
          backoffLimit: 0
          activeDeadlineSeconds: 90
          template:
            spec: {POD, subdomain: peers, containers: [{name: trainer, CONTAINER, command: [sh, -c, "
              if [ $JOB_COMPLETION_INDEX = 0 ]; then echo hello | nc -l -p 29500;
              else while :; do word=$(nc -w 2 pair-0.peers 29500 2> /dev/null); [ x$word = xhello ] && break; sleep 0.2; done; fi"]}]}
        """);
    cluster.await("condition=Complete", "job/pair");
  }

  @Test
  void twoJobsInAQueueOfOneGpuRunOneAfterTheOther() throws Exception {
    apply(
        """
        apiVersion: kueue.x-k8s.io/v1beta1
        kind: ClusterQueue
        metadata: {name: NAMESPACE}
        spec:
          namespaceSelector: {}
          resourceGroups: [{coveredResources: [nvidia.com/gpu], flavors: [{name: h100, resources: [{name: nvidia.com/gpu, nominalQuota: 1}]}]}]
        ---
        apiVersion: kueue.x-k8s.io/v1beta1
        kind: LocalQueue
        metadata: {name: one-gpu, namespace: NAMESPACE}
        spec: {clusterQueue: NAMESPACE}
        """);
    cluster.await("condition=Active", "localqueue/one-gpu");
    apply(queued("a", "one-gpu", "sleep 2") + "---\n" + queued("b", "one-gpu", "sleep 2"));
    cluster.await("condition=Complete", "job/a");
    cluster.await("condition=Complete", "job/b");
    Instant firstEnd = min(time("a", "completionTime"), time("b", "completionTime"));
    Instant secondStart = max(time("a", "startTime"), time("b", "startTime"));
    assertThat(secondStart).isAfterOrEqualTo(firstEnd);
  }

  @Test
  void aJobSetEnds() throws Exception {
    apply(
        """
        apiVersion: jobset.x-k8s.io/v1alpha2
        kind: JobSet
        metadata: {name: set, namespace: NAMESPACE, labels: {kueue.x-k8s.io/queue-name: queue}}
        spec:
          replicatedJobs:
          - name: node
            replicas: 2
            template:
              spec:
                backoffLimit: 0
                template:
                  spec: {POD, containers: [{name: trainer, CONTAINER, resources: {limits: {nvidia.com/gpu: 1}}, command: [echo, ended]}]}
        """);
    cluster.await("condition=Completed", "jobset/set");
  }

  @Test
  void aTrainJobOfTwoNodesEndsWithTorchrunsEnvironment() throws Exception {
    apply(
        """
        apiVersion: trainer.kubeflow.org/v1alpha1
        kind: TrainJob
        metadata: {name: trained, namespace: NAMESPACE, labels: {kueue.x-k8s.io/queue-name: queue}}
        spec:
          runtimeRef: {name: torch-distributed}
          trainer: {numNodes: 2, command: [sh, -c, "echo rank $PET_NODE_RANK of $PET_NNODES"], resourcesPerNode: {limits: {nvidia.com/gpu: 1}}}
        """);
    cluster.await("condition=Complete", "trainjob/trained");
    assertThat(cluster.kubectl("logs", "-l", "jobset.sigs.k8s.io/jobset-name=trained").lines())
        .containsExactlyInAnyOrder("rank 0 of 2", "rank 1 of 2");
  }

  @Test
  void aThousandNodesThatAreOnlyClaimedBecomeReady() throws Exception {
    assertThat(cluster.script("nodes.py", "1000")).contains("1000 nodes made");
    cluster.apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: claimed, namespace: NAMESPACE}
        spec:
          completions: 50
          parallelism: 50
          template: {spec: {restartPolicy: Never, nodeSelector: {type: kwok}, tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}],
            securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}},
            containers: [{name: trainer, image: none, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}}
        """);
    cluster.await("condition=Complete", "job/claimed");
  }

  @Test
  void aClaimOverAFolderOfTheHostIsWrittenByAUserWithoutRights(@TempDir Path folder)
      throws Exception {
    apply(claim(folder) + "---\n" + withClaim("writer", "echo $(id -u) > /runs/who"));
    cluster.await("condition=Complete", "job/writer");
    assertThat(folder.resolve("who")).hasContent("10001");
    assertThat(Files.getAttribute(folder.resolve("who"), "unix:uid")).isEqualTo(10001);
  }

  @Test
  void aRunThatEndsWhileTheApiServerIsDownIsSeenToEnd(@TempDir Path folder) throws Exception {
    apply(
        claim(folder)
            + "---\n"
            + withClaim("run", "until [ -e /runs/go ]; do sleep 0.1; done; echo > /runs/ended"));
    cluster.await("jsonpath={.status.ready}=1", "job/run");
    try (var watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      cluster.script("part.sh", "kill", "apiserver");
      Files.createFile(folder.resolve("go"));
      while (!Files.exists(folder.resolve("ended"))) {
        var key = watch.poll(30, TimeUnit.SECONDS);
        assertThat(key).as("the container ends without the API server").isNotNull();
        key.pollEvents();
        key.reset();
      }
    } finally {
      cluster.script("part.sh", "start", "apiserver");
    }
    cluster.await("condition=Complete", "job/run");
    apply(queued("later", "queue", "echo later"));
    cluster.await("condition=Complete", "job/later");
    assertThat(cluster.script("part.sh").lines()).hasSize(11).allMatch(l -> l.endsWith(" runs"));
  }

  private void apply(String yaml) throws Exception {
    cluster.apply(yaml.replace("CONTAINER", oneLine(CONTAINER)).replace("POD", oneLine(POD)));
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ');
  }

  private static String queued(String name, String queue, String command) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: NAME, namespace: NAMESPACE, labels: {kueue.x-k8s.io/queue-name: QUEUE}}
    spec:
      template:
        spec: {POD, containers: [{name: trainer, CONTAINER, resources: {limits: {nvidia.com/gpu: 1}}, command: [sh, -c, "COMMAND"]}]}
    """
        .replace("NAME,", name + ",")
        .replace("QUEUE", queue)
        .replace("COMMAND", command);
  }

  private static String claim(Path folder) throws Exception {
    Files.setAttribute(folder, "unix:uid", 10001);
    return """
    apiVersion: v1
    kind: PersistentVolume
    metadata: {name: NAMESPACE}
    spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], storageClassName: "", hostPath: {path: FOLDER, type: Directory},
      claimRef: {name: runs, namespace: NAMESPACE}}
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: runs, namespace: NAMESPACE}
    spec: {accessModes: [ReadWriteMany], storageClassName: "", resources: {requests: {storage: 1Gi}}, volumeName: NAMESPACE}
    """
        .replace("FOLDER", folder.toString());
  }

  private static String withClaim(String name, String command) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: NAME, namespace: NAMESPACE}
    spec:
      backoffLimit: 0
      template:
        spec: {POD, volumes: [{name: runs, persistentVolumeClaim: {claimName: runs}}],
          containers: [{name: trainer, CONTAINER, volumeMounts: [{name: runs, mountPath: /runs}], command: [sh, -c, "COMMAND"]}]}
    """
        .replace("NAME,", name + ",")
        .replace("COMMAND", command);
  }

  private Instant time(String job, String field) throws Exception {
    return Instant.parse(
        cluster.kubectl("get", "job", job, "-o", "jsonpath={.status." + field + "}"));
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant max(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }
}
