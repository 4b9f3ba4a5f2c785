package dev.tuneplan.export;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.reconcile.Reconciliation;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An answer of OpenCost's allocation API, with one allocation for each pod and one for what a run
 * cost beside them (opencost/opencost, core/pkg/opencost/allocation.go and allocation_json.go, read
 * 2026-11-25). What OpenCost samples and tuneplan does not know, such as averages of use, is left
 * out. Pods that are unpriced have no allocation.
 */
public final class OpenCostJson implements Exporter {
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
  private static final BigDecimal MINUTE = BigDecimal.valueOf(60);

  private final Window window;
  private final Writer out;
  private final Set<String> names = new HashSet<>();
  private int written;

  /** Begins the answer. */
  public OpenCostJson(Writer out, Window window) throws IOException {
    this.window = window;
    this.out = out;
    out.write("{\"code\":200,\"status\":\"success\",\"data\":[{");
  }

  @Override
  public void add(Reconciliation run) throws IOException {
    RunCost cost = run.cost();
    List<Charge> charges = new Charges(window, false).of(cost);
    for (PodCost pod : cost.pods()) {
      List<Charge> own = charges.stream().filter(c -> of(c, pod)).toList();
      Optional<Span> billed = window.within(pod.timeline().span());
      if (billed.isPresent() && pod.tariff().isPresent()) {
        write(pod(run, pod, billed.get(), own));
      }
    }
    List<Charge> beside =
        charges.stream().filter(c -> c.what() instanceof Charge.What.Beside).toList();
    if (!beside.isEmpty()) {
      String name = run.run() + "/__external__";
      Map<String, Object> tree = begin(name, properties(run), beside.getFirst().period());
      Money sum = Money.sum(beside.stream().map(Charge::cost).toList());
      costs(tree, Map.of(), sum);
      write(tree);
    }
  }

  private static boolean of(Charge charge, PodCost pod) {
    return charge.what() instanceof Charge.What.Part p && p.pod() == pod;
  }

  /**
   * Pods that have a name that there was before are told apart by what the API server calls them.
   */
  private String name(PodCost pod) {
    String name = pod.pod().pod().namespace() + "/" + pod.pod().pod().name();
    return names.add(name) ? name : name + "/" + pod.pod().pod().uid();
  }

  private void write(Map<String, Object> tree) throws IOException {
    out.write(written == 0 ? "\n" : ",\n");
    out.write(JsonText.of(tree.get("name")) + ":" + JsonText.of(tree));
    written++;
  }

  private Map<String, Object> begin(String name, Map<String, Object> properties, Span span) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("properties", properties);
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("start", window.from().orElse(span.from()).toString());
    asked.put("end", window.to().orElse(span.to()).toString());
    tree.put("window", asked);
    tree.put("start", span.from().toString());
    tree.put("end", span.to().toString());
    tree.put(
        "minutes",
        BigDecimal.valueOf(span.length().toNanos())
            .movePointLeft(9)
            .divide(MINUTE, MathContext.DECIMAL64));
    return tree;
  }

  private static Map<String, Object> properties(Reconciliation run) {
    Map<String, Object> properties = new LinkedHashMap<>();
    run.cost().facts().job().ifPresent(j -> properties.put("namespace", j.namespace()));
    properties.put("controllerKind", "job");
    properties.put("controller", run.name());
    Map<String, String> labels = new TreeMap<>();
    // as Prometheus has them, which OpenCost asks
    Tags.all(run).forEach((k, v) -> labels.put(k.replaceAll("[^A-Za-z0-9_]", "_"), v));
    properties.put("labels", labels);
    return properties;
  }

  private Map<String, Object> pod(
      Reconciliation run, PodCost pod, Span billed, List<Charge> charges) {
    Map<String, Object> properties = properties(run);
    properties.put("namespace", pod.pod().pod().namespace());
    properties.put("pod", pod.pod().pod().name());
    pod.pod().node().map(NodeFacts::name).ifPresent(n -> properties.put("node", n));
    Map<String, Object> tree = begin(name(pod), properties, billed);
    Requests asked = pod.pod().requests();
    BigDecimal hours =
        BigDecimal.valueOf(billed.length().toNanos())
            .divide(BigDecimal.valueOf(3_600_000_000_000L), MathContext.DECIMAL128);
    tree.put("cpuCores", asked.cpu());
    tree.put("cpuCoreRequestAverage", asked.cpu());
    tree.put("cpuCoreHours", shown(asked.cpu().multiply(hours)));
    tree.put("gpuCount", shown(pod.gpus()));
    tree.put("gpuHours", shown(pod.gpuHours(billed.length())));
    tree.put("gpuRequestAverage", shown(pod.gpus()));
    tree.put("pvBytes", bytes(asked.disk()));
    tree.put("pvByteHours", shown(bytes(asked.disk()).multiply(hours)));
    tree.put("ramBytes", bytes(asked.memory()));
    tree.put("ramByteRequestAverage", bytes(asked.memory()));
    tree.put("ramByteHours", shown(bytes(asked.memory()).multiply(hours)));
    Map<Resource, Money> parts = new LinkedHashMap<>();
    for (Charge c : charges) {
      if (c.what() instanceof Charge.What.Part p) {
        parts.merge(p.resource(), c.cost(), Money::plus);
      }
    }
    costs(tree, parts, Money.ZERO);
    return tree;
  }

  private static BigDecimal bytes(BigDecimal gib) {
    return gib.multiply(GIB);
  }

  private static BigDecimal shown(BigDecimal number) {
    return number.round(MathContext.DECIMAL64);
  }

  private static void costs(Map<String, Object> tree, Map<Resource, Money> parts, Money external) {
    tree.put("cpuCost", parts.getOrDefault(Resource.CPU, Money.ZERO).amount());
    tree.put("gpuCost", parts.getOrDefault(Resource.GPU, Money.ZERO).amount());
    tree.put("ramCost", parts.getOrDefault(Resource.MEMORY, Money.ZERO).amount());
    tree.put("pvCost", parts.getOrDefault(Resource.DISK, Money.ZERO).amount());
    tree.put("networkCost", BigDecimal.ZERO);
    tree.put("loadBalancerCost", BigDecimal.ZERO);
    tree.put("sharedCost", BigDecimal.ZERO);
    tree.put("externalCost", external.amount());
    tree.put("totalCost", Money.sum(List.copyOf(parts.values())).plus(external).amount());
  }

  @Override
  public void close() throws IOException {
    out.write("\n}]}\n");
    out.close();
  }
}
