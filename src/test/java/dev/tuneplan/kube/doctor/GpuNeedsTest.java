package dev.tuneplan.kube.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.doctor.ClusterFacts.Hardware;
import dev.tuneplan.kube.doctor.ClusterFacts.Inside;
import dev.tuneplan.kube.doctor.ClusterFacts.Nodes;
import dev.tuneplan.kube.doctor.ClusterFacts.Server;
import dev.tuneplan.kube.doctor.Needs.Placing;
import dev.tuneplan.objects.KubeObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GpuNeedsTest {
  private static final String GPU = "nvidia.com/gpu";
  private static final String LABEL = "NVIDIA-L4";
  private static final Placing ANYWHERE = new Placing(Map.of(), List.of());

  private static GpuNode node(String name, long gpus, List<PlainTree> taints) {
    Map<String, String> labels = Map.of("nvidia.com/gpu.product", LABEL, "pool", "a");
    return new GpuNode(name, GPU, gpus, true, labels, taints);
  }

  private static Needs.Gpus needs(int perNode, int nodes, Placing placing) {
    return new Needs.Gpus("l4", GPU, List.of(LABEL), perNode, nodes, false, placing);
  }

  private static Check judge(Needs.Gpus needs, List<GpuNode> nodes, Seen<Map<String, Long>> taken) {
    Seen<List<KubeObject>> none = new Seen.Known<>(List.of());
    ClusterFacts facts =
        new ClusterFacts(
            new Server(new Seen.Hidden<>("-"), new Seen.Hidden<>("-"), new Seen.Hidden<>("-")),
            new Inside(
                "ml", new Seen.Known<>(Optional.empty()), new Seen.Known<>(true), none, none),
            new Hardware(
                new Seen.Known<>(new Nodes(nodes.size(), nodes)),
                taken,
                none,
                new Seen.Known<>(List.of())),
            List.of());
    List<Check> checks = new GpuNeeds(needs, facts, List.of()).checks();
    assertThat(checks).hasSize(1);
    return checks.getFirst();
  }

  private static PlainTree tree(String... pairs) {
    Map<String, Object> tree = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      tree.put(pairs[i], pairs[i + 1]);
    }
    return PlainTree.of(tree);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aPlanFitsWhereEnoughNodesHaveEnoughGpus(long seed) {
    Random random = new Random(seed);
    int perNode = 1 + random.nextInt(8);
    int wanted = 1 + random.nextInt(4);
    List<GpuNode> nodes = new ArrayList<>();
    Map<String, Long> taken = new HashMap<>();
    int has = 0;
    int free = 0;
    for (int i = 0; i < random.nextInt(8); i++) {
      long gpus = 1 + random.nextInt(8);
      long used = random.nextLong(gpus + 1);
      nodes.add(node("n" + i, gpus, List.of()));
      taken.put("n" + i, used);
      has += gpus >= perNode ? 1 : 0;
      free += gpus - used >= perNode ? 1 : 0;
    }
    State expected = has < wanted ? State.MISSING : free < wanted ? State.WARNING : State.OK;
    Needs.Gpus needs = needs(perNode, wanted, ANYWHERE);
    assertThat(judge(needs, nodes, new Seen.Known<>(taken)).state()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // key, operator, value, effect of the toleration; whether team=vision:NoSchedule is tolerated
    "team, Equal, vision, NoSchedule, true",
    "team, Equal, vision, , true",
    "team, , vision, , true",
    "team, Equal, text, , false",
    "team, Exists, , , true",
    ", Exists, , , true",
    ", Equal, vision, , false",
    "other, Exists, , , false",
    "team, Exists, , NoExecute, false",
  })
  void taintsAreToleratedAsTheSchedulerDoesIt(
      String key, String operator, String value, String effect, boolean tolerated) {
    Map<String, Object> toleration = new HashMap<>();
    Map<String, String> given = new HashMap<>();
    given.put("key", key);
    given.put("operator", operator);
    given.put("value", value);
    given.put("effect", effect);
    given.forEach((k, v) -> {
      if (v != null) {
        toleration.put(k, v);
      }
    });
    PlainTree taint = tree("key", "team", "value", "vision", "effect", "NoSchedule");
    Placing placing = new Placing(Map.of(), List.of(PlainTree.of(toleration)));
    Check check =
        judge(
            needs(1, 1, placing),
            List.of(node("n", 1, List.of(taint))),
            new Seen.Known<>(Map.of()));
    assertThat(check.state()).isEqualTo(tolerated ? State.OK : State.MISSING);
    if (!tolerated) {
      assertThat(check.found()).endsWith("n has the taint team=vision:NoSchedule");
    }
  }

  @Test
  void nodesWithoutTheLabelsOfAPlanAreNotForIt() {
    List<GpuNode> nodes = List.of(node("n", 1, List.of()));
    Seen<Map<String, Long>> idle = new Seen.Known<>(Map.of());
    assertThat(judge(needs(1, 1, new Placing(Map.of("pool", "a"), List.of())), nodes, idle))
        .extracting(Check::state)
        .isEqualTo(State.OK);
    assertThat(judge(needs(1, 1, new Placing(Map.of("pool", "b"), List.of())), nodes, idle).found())
        .endsWith("n has not the label pool=b");
  }

  @Test
  void whatIsFreeIsNotGuessedWherePodsCannotBeSeen() {
    Check check =
        judge(
            needs(1, 1, ANYWHERE),
            List.of(node("n", 1, List.of())),
            new Seen.Hidden<>("you may not list pods of all namespaces"));
    assertThat(check.state()).isEqualTo(State.OK);
    assertThat(check.found()).contains("free is not known: you may not list pods");
  }
}
