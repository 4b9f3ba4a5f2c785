package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.cluster.Tuneplan.Said;
import dev.tuneplan.launch.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Launches plans in a real cluster with no other rights than k8s-templates/rbac.yaml gives. */
@Tag("cluster")
class LaunchTest {
  @TempDir private Path folder;

  private Cluster cluster;
  private Tuneplan tuneplan;

  @BeforeEach
  void newNamespaceAndAccount() throws Exception {
    cluster = Cluster.withNewNamespace();
    tuneplan = Tuneplan.of(cluster, folder);
  }

  @Test
  void runsAPlanToItsEndAndOnceMoreOnlyWhenAsked() throws Exception {
    Path plan = script("exit 0");
    Said first = tuneplan.launch(plan, "--yes", "--watch");
    assertThat(first.out()).contains(" created\n", "  finished  ");
    assertThat(first.code()).isZero();
    String uid = uids();
    Said second = tuneplan.launch(plan, "--yes", "--watch");
    assertThat(second.out()).contains("this plan was run; --again");
    assertThat(second.code()).isZero();
    assertThat(uids()).isEqualTo(uid);
    Said again = tuneplan.launch(plan, "--yes", "--watch", "--again");
    assertThat(again.out()).contains("it is deleted, and made anew", "  finished  ");
    assertThat(uids()).isNotEqualTo(uid).hasSameSizeAs(uid);
  }

  @Test
  void keepsARunThatEndedWhenTheNewOneIsRefused() throws Exception {
    Path plan = script("exit 0");
    tuneplan.launch(plan, "--yes", "--watch");
    String uid = uids();
    cluster.apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: none, namespace: NAMESPACE}
        spec: {hard: {count/jobs.batch: "0"}}
        """);
    // the quota's controller counts what is there before the server refuses by it
    cluster.await("jsonpath={.status.hard}", "resourcequota/none");
    Said said = tuneplan.launch(plan, "--yes", "--again");
    assertThat(said.out()).contains("exceeded quota: none").contains("nothing was made");
    assertThat(said.code()).isEqualTo(5);
    assertThat(uids()).isEqualTo(uid);
  }

  @Test
  void endsWithSixWhenTheRunFails() throws Exception {
    Said said = tuneplan.launch(script("exit 77"), "--yes", "--watch");
    assertThat(said.out()).contains("  failed  ").contains("exit code 77");
    assertThat(said.code()).isEqualTo(6);
  }

  @Test
  void holdsARunUntilItIsLaunchedWithoutHold() throws Exception {
    Path plan = script("exit 0");
    assertThat(tuneplan.launch(plan, "--yes", "--hold").code()).isZero();
    assertThat(cluster.kubectl("get", "jobs", "-o", "jsonpath={.items[*].spec.suspend}"))
        .isEqualTo("true");
    assertThat(tuneplan.launch(plan, "--yes", "--hold").out()).contains("  held");
    Said begun = tuneplan.launch(plan, "--yes", "--watch");
    assertThat(begun.out()).contains("was held, and begins now", "  finished  ");
    assertThat(begun.code()).isZero();
  }

  @Test
  void leavesAJobOfTheSameNameThatIsNotThisPlans() throws Exception {
    Path plan = script("exit 0");
    tuneplan.launch(plan, "--yes", "--hold");
    cluster.kubectl("annotate", "--overwrite", "jobs", "--all", "tuneplan.dev/plan-sha256=other");
    Said said = tuneplan.launch(plan, "--yes");
    assertThat(said.out()).contains("was not launched from this plan");
    assertThat(said.code()).isEqualTo(5);
    assertThat(uids()).isNotEmpty();
  }

  @Test
  void showsEveryRefusalAndMakesNothing() throws Exception {
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: nobody, namespace: NAMESPACE}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: looks, namespace: NAMESPACE}
        rules: [{apiGroups: [batch], resources: [jobs], verbs: [get]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: looks, namespace: NAMESPACE}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: looks}
        subjects: [{kind: ServiceAccount, name: nobody}]
        """);
    Said said = tuneplan.as("nobody").launch(twoNodes(0), "--yes");
    assertThat(said.out())
        .contains("cannot create resource \"jobs\"")
        .contains("cannot create resource \"configmaps\"")
        .contains("cannot create resource \"services\"")
        .contains("nothing was made");
    assertThat(said.code()).isEqualTo(5);
  }

  @Test
  void makesNothingWhenAQuotaRefusesAPart() throws Exception {
    cluster.apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: few, namespace: NAMESPACE}
        spec: {hard: {count/services: "0"}}
        """);
    Said said = tuneplan.launch(twoNodes(0), "--yes");
    assertThat(said.out()).contains("exceeded quota: few");
    assertThat(said.code()).isEqualTo(5);
    assertThat(uids()).isEmpty();
  }

  /** What passes dry runs and is refused for real, as when a quota is used up in between. */
  private void refuseAllButDryRuns() throws Exception {
    cluster.apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: NAMESPACE}
        spec:
          matchConstraints:
            resourceRules:
              - {apiGroups: ["", trainer.kubeflow.org], apiVersions: ["*"], operations: [CREATE], resources: [services, trainjobs]}
          validations:
            - {expression: "has(request.dryRun) && request.dryRun", message: only dry runs pass}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: NAMESPACE}
        spec:
          policyName: NAMESPACE
          validationActions: [Deny]
          matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}}
        """);
    // the server reads it a moment after it was made
    cluster.shell(
        "for i in $(seq 100); do kubectl create service clusterip p$i --clusterip=None -n NAMESPACE || exit 0; done; exit 1"
            .replace("NAMESPACE", cluster.namespace()));
    cluster.kubectl("delete", "services", "--all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "trainjob"})
  void leavesNothingWhenAPartIsRefusedAfterItsDryRun(String kind) throws Exception {
    refuseAllButDryRuns();
    Said said = tuneplan.launch(twoNodes(0, "kind: " + kind + ", queue: none"), "--yes");
    assertThat(said.out()).contains("only dry runs pass");
    assertThat(said.code()).isEqualTo(5);
    String all = "jobs,trainjobs,trainingruntimes,jobsets,services,configmaps";
    String runs = "tuneplan.dev/run-id";
    cluster.kubectl("wait", "--for=delete", all, "-l", runs, "--timeout=60s");
    assertThat(cluster.kubectl("get", all, "-l", runs, "-o", "name")).isEmpty();
  }

  @Test
  void saysThatATrainJobWasNotCheckedBeforeItsRuntimeIsThere() throws Exception {
    Said said = tuneplan.launch(twoNodes(0, "kind: trainjob, queue: none"), "--yes");
    assertThat(said.out()).contains("was not checked by a dry run: its TrainingRuntime must be");
    assertThat(said.code()).as(said.out()).isZero();
    assertThat(cluster.kubectl("get", "trainjobs", "-o", "name").lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "jobset", "trainjob"})
  void findsNoDifferenceInWhatServersAndQueuesWriteIntoARun(String kind) throws Exception {
    Path plan = twoNodes(0, "kind: " + kind + ", queue: queue");
    assertThat(tuneplan.launch(plan, "--yes").code()).isZero();
    cluster.await("jsonpath={.spec.suspend}=false", kind + "/" + name(kind));
    Said said = tuneplan.launch(plan, "--yes");
    assertThat(said.out())
        .contains("launched already")
        .doesNotContain("as it would be", "was not compared");
    // its GPUs are the next one's
    cluster.kubectl("delete", kind, "--all", "--cascade=foreground");
  }

  private String name(String kind) throws Exception {
    return cluster.kubectl("get", kind, "-o", "jsonpath={.items[0].metadata.name}");
  }

  @Test
  void showsWhatSomebodyEditedBeforeAHeldRunBegins() throws Exception {
    Path plan = script("exit 0");
    tuneplan.launch(plan, "--yes", "--hold");
    cluster.kubectl(
        "patch",
        "jobs/" + name("jobs"),
        "-p",
        "{\"spec\": {\"backoffLimit\": 6, \"parallelism\": 0}}");
    cluster.kubectl("label", "jobs", "--all", "team=vision");
    Said unasked = tuneplan.launch(plan);
    assertThat(unasked.out())
        .contains(
            """
             is not as it would be made now (- as it is, + as it would be):
              - metadata.labels.team: vision
              - spec.backoffLimit: 6
              + spec.backoffLimit: 2
              - spec.parallelism: 0
              + spec.parallelism: 1
            """)
        .contains("--yes is needed");
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(cluster.kubectl("get", "jobs", "-o", "jsonpath={.items[*].spec.suspend}"))
        .isEqualTo("true");
  }

  @Test
  void makesOneRunOfAHundredLaunchesFromFourProcesses() throws Exception {
    Path plan = twoNodes(0);
    List<Process> processes = new ArrayList<>();
    List<Path> said = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      said.add(folder.resolve("many-" + i + ".txt"));
      List<String> words = new ArrayList<>(List.of("25"));
      words.addAll(tuneplan.words("launch", plan.toString(), "--yes"));
      processes.add(Tuneplan.process("dev.tuneplan.cli.ManyLaunches", said.getLast(), words));
    }
    int made = 0;
    int there = 0;
    for (int i = 0; i < 4; i++) {
      assertThat(processes.get(i).waitFor(300, TimeUnit.SECONDS)).isTrue();
      String text = Files.readString(said.get(i));
      assertThat(processes.get(i).exitValue()).as(text).isZero();
      made += count(text, " created\n");
      there += count(text, "this plan was launched already") + count(text, "by another launch");
    }
    assertThat(made).isEqualTo(1);
    assertThat(there).isEqualTo(99);
    oneRun(0);
  }

  @Test
  void endsWithOneRunAfterAKillAtAnyMoment() throws Exception {
    Random random = new Random(6);
    for (int i = 1; i <= 50; i++) {
      Path plan = twoNodes(i);
      Process process =
          Tuneplan.process(
              "dev.tuneplan.cli.Main",
              folder.resolve("killed.txt"),
              tuneplan.words("launch", plan.toString(), "--yes"));
      process.waitFor(300 + random.nextInt(2700), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      Said said = tuneplan.launch(plan, "--yes");
      assertThat(said.code()).as(said.out()).isZero();
      oneRun(i);
      cluster.kubectl("delete", "jobs", "--all", "--cascade=foreground");
      assertThat(
              cluster.kubectl(
                  "get", "configmaps,services", "-l", "tuneplan.dev/run-id", "-o", "name"))
          .isEmpty();
    }
  }

  /** One Job, and what belongs to it, with its uid. */
  private void oneRun(int round) throws Exception {
    String uid = uids();
    assertThat(uid.split(" ")).as("round %s", round).hasSize(1);
    String owners =
        cluster.kubectl(
            "get",
            "configmaps,services",
            "-l",
            "tuneplan.dev/run-id",
            "-o",
            "jsonpath={.items[*].metadata.ownerReferences[*].uid}");
    assertThat(owners).as("round %s", round).isEqualTo(uid + " " + uid);
  }

  private String uids() throws Exception {
    return cluster.kubectl("get", "jobs", "-o", "jsonpath={.items[*].metadata.uid}");
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  /** Has settings and a Service, and waits in a queue. */
  private Path twoNodes(int number) throws IOException {
    return twoNodes(number, "queue: none");
  }

  private Path twoNodes(int number, String kubernetes) throws IOException {
    String text =
        Plans.text(
            Plans.gpus(4, 2, "fsdp"),
            Plans.SPEC
                + "trainer: axolotl\nkubernetes: {"
                + kubernetes
                + ", image: 'a.example/axolotl:1'}\n");
    return Files.writeString(
        folder.resolve("plan-" + number + ".yaml"),
        text.replace("metadata: {name: bot}", "metadata: {name: bot-" + number + "}"));
  }

  private Path script(String line) throws IOException {
    String spec =
        Plans.SPEC
            + "command: [sh, -c, '"
            + line
            + "']\n"
            + "kubernetes: {image: 'dev.local/sh:1', agentImage: none, cpus: 1, memoryGiB: 1}\n";
    return Files.writeString(
        folder.resolve("script.yaml"), Plans.text(Plans.gpus(1, 1, "ddp"), spec));
  }
}
