package dev.tuneplan.ledger;

import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.GpuRequest;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.NodeGpus;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.PodEnd;
import dev.tuneplan.cost.facts.PodName;
import dev.tuneplan.cost.facts.PodTimes;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.files.JsonText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What is known of a pod, as a text; the wrapper's log is not in it, but what was made of it. */
final class PodText {
  private PodText() {}

  static String write(PodAttempt pod) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", pod.pod().namespace());
    tree.put("name", pod.pod().name());
    tree.put("uid", pod.pod().uid());
    tree.put("index", pod.index());
    tree.put("ordinal", pod.ordinal());
    tree.put("evidence", pod.grade().word());
    times(tree, pod.times());
    tree.put("cause", pod.end().cause().name());
    pod.end().exitCode().ifPresent(c -> tree.put("exitCode", c));
    tree.put("said", pod.end().said());
    pod.end().peakMiB().ifPresent(p -> tree.put("peakMiB", p));
    Requests requests = pod.requests();
    tree.put("resource", requests.gpus().resource());
    tree.put("count", requests.gpus().count());
    tree.put("percent", requests.gpus().percent());
    tree.put("cpu", requests.cpu().toPlainString());
    tree.put("memory", requests.memory().toPlainString());
    tree.put("disk", requests.disk().toPlainString());
    pod.node().ifPresent(n -> tree.put("node", node(n)));
    tree.put("remarks", pod.remarks());
    return JsonText.of(tree);
  }

  private static void times(Map<String, Object> tree, PodTimes times) {
    tree.put("created", times.created().toString());
    times.bound().ifPresent(t -> tree.put("bound", t.toString()));
    times.acknowledged().ifPresent(t -> tree.put("acknowledged", t.toString()));
    times.main().ifPresent(t -> tree.put("main", t.toString()));
    times.exit().ifPresent(t -> tree.put("exit", t.toString()));
    times.released().ifPresent(t -> tree.put("released", t.toString()));
  }

  private static Map<String, Object> node(NodeFacts node) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", node.name());
    node.providerId().ifPresent(v -> tree.put("providerId", v));
    node.instanceType().ifPresent(v -> tree.put("instanceType", v));
    node.region().ifPresent(v -> tree.put("region", v));
    node.zone().ifPresent(v -> tree.put("zone", v));
    tree.put("capacity", node.capacity().name());
    node.gpus()
        .ifPresent(g -> {
          tree.put("product", g.product());
          tree.put("replicas", g.replicas());
          tree.put("sharing", g.sharing());
        });
    tree.put("devices", new LinkedHashMap<>(node.devices()));
    tree.put("total", amounts(node.total()));
    tree.put("allocatable", amounts(node.allocatable()));
    node.created().ifPresent(t -> tree.put("created", t.toString()));
    return tree;
  }

  private static Map<String, Object> amounts(Map<Resource, BigDecimal> amounts) {
    Map<String, Object> tree = new LinkedHashMap<>();
    amounts.forEach((r, v) -> tree.put(r.word(), v.toPlainString()));
    return tree;
  }

  static PodAttempt read(String text) {
    Json json = Json.of(text);
    int code = json.whole("exitCode");
    return new PodAttempt(
        new PodName(json.need("namespace"), json.need("name"), json.need("uid")),
        json.whole("index"),
        json.whole("ordinal"),
        new PodTimes(
            json.time("created").orElse(Instant.EPOCH),
            json.time("bound"),
            json.time("acknowledged"),
            json.time("main"),
            json.time("exit"),
            json.time("released")),
        new PodEnd(
            Cause.valueOf(json.need("cause")),
            json.text("exitCode").isPresent() ? OptionalInt.of(code) : OptionalInt.empty(),
            json.need("said"),
            json.at("peakMiB").value() instanceof Number n
                ? OptionalDouble.of(n.doubleValue())
                : OptionalDouble.empty()),
        json.at("node").value() == null ? Optional.empty() : Optional.of(node(json.at("node"))),
        new Requests(
            new GpuRequest(json.need("resource"), json.whole("count"), json.whole("percent")),
            json.amount("cpu"),
            json.amount("memory"),
            json.amount("disk")),
        Optional.empty(),
        Evidence.valueOf(json.need("evidence")),
        json.items("remarks").stream().map(r -> String.valueOf(r.value())).toList());
  }

  private static NodeFacts node(Json json) {
    Map<String, Integer> devices = new HashMap<>();
    json.map("devices")
        .forEach((k, v) -> devices.put(String.valueOf(k), Integer.parseInt(String.valueOf(v))));
    return new NodeFacts(
        json.need("name"),
        json.text("providerId"),
        json.text("instanceType"),
        json.text("region"),
        json.text("zone"),
        Capacity.valueOf(json.need("capacity")),
        json.text("product")
            .map(p -> new NodeGpus(p, json.whole("replicas"), json.need("sharing"))),
        devices,
        resources(json.map("total")),
        resources(json.map("allocatable")),
        json.time("created"));
  }

  private static Map<Resource, BigDecimal> resources(Map<?, ?> tree) {
    Map<Resource, BigDecimal> amounts = new EnumMap<>(Resource.class);
    tree.forEach((k, v) ->
        amounts.put(
            Resource.valueOf(String.valueOf(k).toUpperCase(Locale.ROOT)),
            new BigDecimal(String.valueOf(v))));
    return amounts;
  }
}
