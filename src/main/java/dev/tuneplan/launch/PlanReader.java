package dev.tuneplan.launch;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Problems;
import dev.tuneplan.base.Range;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.SpecReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Reads a saved plan; every fault is reported at once. */
final class PlanReader {
  private static final List<String> PARALLELISM = List.of("ddp", "zero1", "zero2", "zero3", "fsdp");
  private static final List<String> CHECKPOINTING = List.of("none", "selective", "full", "offload");
  private static final List<String> LEARNED =
      List.of("calibration", "speedFactor", "memoryFactor", "setupFactor", "overheadFactor");
  private static final double MOST = 1e18;

  private final Node root;
  private final String file;
  private final Problems problems = new Problems();

  PlanReader(Node root) {
    this.root = root;
    this.file = root.place().file();
  }

  LaunchPlan read() {
    Fields f = Fields.of(root, problems);
    refuseOtherKinds(f);
    version(f);
    String why = f.text("why").orElse("nothing fits");
    RunSpec spec = spec(f);
    Optional<Fields> recommended = f.child("recommended");
    if (recommended.isEmpty() && !f.has("recommended")) {
      problems.throwIfAny();
      throw new DoesNotFit(
          file
              + ": the plan recommends nothing that could be launched ("
              + why
              + "); see its doesNotFit for the smallest changes that help, or allow other GPUs");
    }
    Optional<Fields> launch = f.child("launch");
    if (launch.isEmpty()) {
      old(f);
    }
    Fields r = recommended.orElseGet(this::nothing);
    Fields l = launch.orElseGet(this::nothing);
    String fit = needed(r, "fit", List.of("fits", "tight", "unlikely", "impossible"));
    Chosen chosen = chosen(r, l, fit.equals("tight"));
    Forecast forecast =
        new Forecast(
            number(r, "tokens"),
            number(l, "steps") < 1 ? 1 : Math.round(number(l, "steps")),
            range(r, "hours"),
            usd(r),
            profiles(l),
            expected(r, chosen.gpus()));
    problems.throwIfAny();
    if (!fit.equals("fits") && !fit.equals("tight")) {
      throw new DoesNotFit(file + ": what the plan recommends does not fit: " + why);
    }
    return new LaunchPlan(
        spec, chosen, forecast, format(f, spec), Canonical.sha256(Canonical.of(root)));
  }

  private void refuseOtherKinds(Fields f) {
    String kind = f.text("kind").orElse("");
    if (kind.equals("FineTune")) {
      throw new InvalidInput(
          f.valuePlace("kind"),
          "kind",
          "is a run spec, and a plan is launched; make one with 'tuneplan plan "
              + file
              + " --save plan.yaml' and name that");
    }
    if (!kind.equals("Plan")) {
      throw new InvalidInput(
          f.valuePlace("kind"),
          "kind",
          "must be Plan"
              + (kind.isEmpty() ? "" : " (was '" + kind + "')")
              + "; 'tuneplan plan SPEC --save plan.yaml' writes one");
    }
  }

  private void version(Fields f) {
    String version = f.requiredText("apiVersion");
    if (!version.isEmpty() && !version.equals("tuneplan/v1")) {
      f.fault("apiVersion", "must be tuneplan/v1 (was '" + version + "')");
    }
  }

  private void old(Fields f) {
    problems.add(
        f.place(),
        "launch",
        "is missing: an older tuneplan saved this plan; save it again with 'tuneplan plan "
            + file
            + " --save "
            + file
            + "'");
  }

  private Fields nothing() {
    return Fields.of(new Node.Mapping(root.place(), Map.of(), Map.of()), new Problems());
  }

  private RunSpec spec(Fields f) {
    Optional<Node> inside = f.node("spec");
    if (inside.isEmpty()) {
      problems.add(root.place(), "spec", "is required in a plan");
      problems.throwIfAny();
    }
    return SpecReader.read(inside.orElse(root), problems);
  }

  /** The spec goes before what was counted. */
  private static Optional<String> format(Fields f, RunSpec spec) {
    Optional<String> stated = spec.data().files().flatMap(RunSpec.DataFiles::format);
    if (stated.isPresent() || !(f.node("data").orElse(null) instanceof Node.Mapping)) {
      return stated;
    }
    return f.child("data")
        .flatMap(d -> d.text("format"))
        .map(w -> w.equals("prompt/completion") ? "completion" : w);
  }

  private Chosen chosen(Fields r, Fields l, boolean tight) {
    int gpus = whole(r, "gpus");
    int nodes = whole(r, "nodes");
    if (gpus % nodes != 0) {
      r.fault("nodes", "must divide gpus " + gpus + " (was " + nodes + ")");
      nodes = 1;
    }
    return new Chosen(
        needed(r, "gpu"),
        gpus,
        nodes,
        needed(r, "parallelism", PARALLELISM),
        whole(r, "microBatch"),
        whole(r, "gradientAccumulation"),
        needed(r, "checkpointing", CHECKPOINTING),
        tight,
        l.texts("productLabels"),
        l.texts("targets").stream().filter(t -> !t.equals("all-linear")).toList(),
        l.has("attention") ? needed(l, "attention", List.of("sdpa", "eager", "flash")) : "sdpa",
        price(r));
  }

  private Optional<Chosen.Price> price(Fields r) {
    if (!(r.node("offer").orElse(null) instanceof Node.Mapping)) {
      return Optional.empty();
    }
    return r.child("offer")
        .map(o ->
            new Chosen.Price(
                needed(o, "provider"),
                needed(o, "region"),
                needed(o, "instanceType"),
                whole(o, "machines"),
                o.flag("spot").orElse(false),
                money(o),
                o.text("date").orElse("undated")));
  }

  /** Prices are texts, so that no digit is lost. */
  private double money(Fields o) {
    try {
      double usd = Double.parseDouble(needed(o, "usdPerHour"));
      if (usd >= 0 && usd < 1e9) {
        return usd;
      }
    } catch (NumberFormatException e) {
      // falls through to the message
    }
    o.fault("usdPerHour", "must be a price, 0..1000000000");
    return 0;
  }

  private Optional<Range> usd(Fields r) {
    return r.node("usd").orElse(null) instanceof Node.Mapping
        ? Optional.of(range(r, "usd"))
        : Optional.empty();
  }

  private static Map<String, String> profiles(Fields l) {
    Map<String, String> found = new TreeMap<>();
    l.child("profiles")
        .ifPresent(p ->
            List.of("gpu", "stack")
                .forEach(key -> p.text(key).ifPresent(text -> found.put(key, text))));
    return found;
  }

  /** What plans of older versions do not say is left out. */
  private Expected expected(Fields r, int gpus) {
    Map<String, Double> learned = new LinkedHashMap<>();
    Optional<Fields> given = r.child("learned");
    for (String key : LEARNED) {
      given.flatMap(l -> amount(l, key)).ifPresent(v -> learned.put(key, v));
    }
    Optional<Double> speed = r.child("tokensPerSecondPerGpu").flatMap(s -> amount(s, "p50"));
    Optional<Double> exact = amount(r, "memoryStaticGiB");
    Optional<Double> likely = r.child("memoryGiB").flatMap(m -> amount(m, "p50"));
    Optional<Double> usable = amount(r, "usableGiB");
    List<Double> memory = new ArrayList<>();
    if (exact.isPresent() && likely.isPresent() && usable.isPresent()) {
      memory.add(exact.get());
      memory.add((likely.get() - exact.get()) / learned.getOrDefault("memoryFactor", 1.0));
      memory.add(usable.get());
    }
    return new Expected(
        optional(speed.map(s -> s * gpus)),
        interval(r, "tokensPerSecondPerGpu"),
        optional(amount(r, "mfu")),
        optional(amount(r, "setupHours")),
        memory,
        interval(r, "memoryGiB"),
        learned);
  }

  /** Empty in plans of older versions, which say less of it. */
  private static Optional<Range> interval(Fields r, String key) {
    Optional<Fields> given = r.child(key);
    Optional<Double> low = given.flatMap(f -> amount(f, "p10"));
    Optional<Double> middle = given.flatMap(f -> amount(f, "p50"));
    Optional<Double> high = given.flatMap(f -> amount(f, "p90"));
    boolean ascends =
        low.isPresent()
            && middle.isPresent()
            && high.isPresent()
            && low.get() <= middle.get()
            && middle.get() <= high.get();
    return ascends ? Optional.of(new Range(low.get(), middle.get(), high.get())) : Optional.empty();
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static Optional<Double> amount(Fields f, String key) {
    OptionalDouble given = f.has(key) ? f.number(key, 1e-12, MOST) : OptionalDouble.empty();
    return given.isPresent() ? Optional.of(given.getAsDouble()) : Optional.empty();
  }

  private Range range(Fields r, String key) {
    Optional<Fields> given = r.child(key);
    if (given.isEmpty()) {
      missing(r, key);
      return Range.exactly(1);
    }
    Fields g = given.get();
    double low = number(g, "p10");
    double middle = number(g, "p50");
    double high = number(g, "p90");
    if (!(low <= middle && middle <= high)) {
      r.fault(key, "must ascend from p10 to p90");
      return Range.exactly(1);
    }
    return new Range(low, middle, high);
  }

  private double number(Fields f, String key) {
    missing(f, key);
    return f.number(key, 1e-12, MOST).orElse(1);
  }

  private int whole(Fields f, String key) {
    missing(f, key);
    return (int) f.whole(key, 1, 1_000_000).orElse(1);
  }

  private String needed(Fields f, String key) {
    missing(f, key);
    return f.text(key).orElse("");
  }

  private String needed(Fields f, String key, List<String> words) {
    missing(f, key);
    return f.word(key, words).orElse(words.getFirst());
  }

  private void missing(Fields f, String key) {
    if (!f.has(key) && f.place().line() > 0 && !(f.keys().isEmpty())) {
      problems.add(f.place(), key, "is required in a plan");
    }
  }
}
